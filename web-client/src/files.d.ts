declare module "virtual:texts" {
  const lists: {
    keys: string;
    divider: string;
    texts: Record<"da" | "en" | "ar" | "tr" | "so" | "ur", { text: string; letters: string }>;
  };
  export default lists;
}

declare module "*.css";
