/* What is written in the story, in the visitor's language; the counsellor answers in it. No word of it may be found on the server. */
export const words = {
  da: {
    first: "Jeg skriver fra biblioteket, fordi ingen må se min skærm derhjemme.",
    reply: "Det er rart at læse. Jeg tør ikke blive i lejligheden ret meget længere.",
    draft: "Denne sætning blev aldrig sendt, for døren gik op bag mig.",
    answer: "Godt, at du fandt herhen. Fortæl i det tempo, som dagen giver plads til.",
    meanwhile: "Mens du var væk, har jeg fundet et sted, hvor man kan sove i nat.",
    place: "Bagindgangen ved den gule cykelport",
    thanks: "Tak, jeg kommer til aftalen og bliver så længe det går.",
    welcome: "Goddag, jeg er en anden end før, men jeg lytter lige så godt.",
  },
  ar: {
    first: "أكتب إليكم من المكتبة لأن أحداً يراقب هاتفي في البيت.",
    reply: "يريحني أن أقرأ هذا. لا أجرؤ على البقاء في الشقة طويلاً.",
    draft: "هذه الجملة لم تُرسل أبداً لأن الباب فُتح من خلفي.",
    answer: "حسناً فعلت بأن كتبت. أنت تقرر كم تريد أن تحكي لنا.",
    meanwhile: "أثناء غيابك وجدتُ مكاناً يمكن النوم فيه هذه الليلة.",
    place: "المدخل الخلفي قرب بوابة الدراجات الصفراء",
    thanks: "شكراً، سآتي في الموعد وأبقى ما استطعت.",
    welcome: "مرحباً، أنا شخص آخر وسأستمع إليك بالعناية نفسها.",
  },
};
