// The state of the feed, or since when the connection is lost: that the server cannot say.
export default {
  template: `<span class="feed" :class="lostSince ? 'lost' : state" role="status">{{ text }}</span>`,
  props: { state: String, label: String, lost: String, locale: String },
  data: () => ({ lostSince: window.connectionLostSince ?? null }),
  computed: {
    text() {
      if (!this.lostSince) return this.label;
      return this.lost.replace("{}", new Date(this.lostSince).toLocaleTimeString(this.locale));
    },
  },
  mounted() {
    window.addEventListener("connection", this.connection);
  },
  unmounted() {
    window.removeEventListener("connection", this.connection);
  },
  methods: {
    connection(event) {
      this.lostSince = event.detail;
    },
  },
};
