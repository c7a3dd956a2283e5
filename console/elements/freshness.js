// Shows the age of stale values, and sets data-fresh="no" on the nearest ancestor that has the attribute.
// While the connection is lost, every value counts as stale. Ages are counted from the server's `now`, not from this machine's clock.
export default {
  template: `<span class="freshness" :class="{ shown: stale }">{{ text }}</span>`,
  props: { at: Number, now: Number, staleAfterMs: Number, ago: Array, quiet: Boolean },
  data: () => ({ received: performance.now(), elapsed: 0, lost: !!window.connectionLostSince }),
  computed: {
    age() {
      return this.at ? Math.max(0, this.now - this.at + this.elapsed) : Infinity;
    },
    stale() {
      return this.lost || this.age > this.staleAfterMs;
    },
    text() {
      if (!this.stale || !this.at) return "";
      const seconds = Math.floor(this.age / 1000);
      const [unit, count] =
        seconds < 120 ? [0, seconds] : seconds < 7200 ? [1, Math.floor(seconds / 60)] : [2, Math.floor(seconds / 3600)];
      return this.ago[unit].replace("{}", count);
    },
  },
  watch: {
    now() {
      this.received = performance.now();
      this.elapsed = 0;
    },
    stale() {
      this.mark();
    },
  },
  mounted() {
    this.timer = setInterval(() => (this.elapsed = performance.now() - this.received), 1000);
    window.addEventListener("connection", this.connection);
    this.mark();
  },
  unmounted() {
    clearInterval(this.timer);
    window.removeEventListener("connection", this.connection);
  },
  methods: {
    connection(event) {
      this.lost = !!event.detail;
    },
    mark() {
      this.$el.closest("[data-fresh]")?.setAttribute("data-fresh", this.stale ? "no" : "yes");
    },
  },
};
