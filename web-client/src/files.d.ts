declare module "virtual:texts" {
  const lists: { keys: string[]; texts: Record<"da" | "en" | "ar" | "tr" | "so" | "ur", (string | null)[]> };
  export default lists;
}

declare module "*.css";
