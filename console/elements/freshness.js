// Shows the age of stale values, and sets data-fresh="no" on the nearest ancestor that has the attribute.
// While the connection is lost, every value counts as stale. Ages are counted from the server's `now`, not from this machine's clock.
import { ageText, serverClock } from "/assets/server_clock.js";

export default {
  mixins: [serverClock(1000)],
  template: `<span class="freshness" :class="{ shown: stale }">{{ text }}</span>`,
  props: { at: Number, now: Number, staleAfterMs: Number, ago: Array, quiet: Boolean },
  data: () => ({ lost: !!window.connectionLostSince }),
  computed: {
    age() {
      return this.at ? Math.max(0, this.now - this.at + this.elapsed) : Infinity;
    },
    stale() {
      return this.lost || this.age > this.staleAfterMs;
    },
    text() {
      return this.stale && this.at ? ageText(Math.floor(this.age / 1000), this.ago) : "";
    },
  },
  watch: {
    stale() {
      this.mark();
    },
  },
  mounted() {
    window.addEventListener("connection", this.connection);
    this.mark();
  },
  unmounted() {
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
