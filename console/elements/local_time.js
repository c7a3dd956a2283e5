// A time as its reader writes it.
export default {
  template: `<time :datetime="at" :title="title">{{ text }}</time>`,
  props: { at: String, locale: String },
  computed: {
    text() {
      return new Intl.DateTimeFormat(this.locale, { dateStyle: "short", timeStyle: "medium" }).format(new Date(this.at));
    },
    title() {
      return new Intl.DateTimeFormat(this.locale, { dateStyle: "full", timeStyle: "long" }).format(new Date(this.at));
    },
  },
};
