export default {
  "settings.lead": "Where things are built, who plans them, and in which language. Keys stay in this tab, and in no address or log.",
  "settings.saved": "Saved",
};
