// Counts down to a moment once a second, from the server's `now`: a wrong clock here shows the right time left.
const pad = (number) => String(number).padStart(2, "0");
export default {
  template: `<span class="countdown" role="timer" aria-live="off">{{ text }}</span>`,
  props: { until: Number, now: Number, day: String, over: String },
  data: () => ({ received: performance.now(), elapsed: 0 }),
  computed: {
    text() {
      const left = Math.floor((this.until - this.now - this.elapsed) / 1000);
      if (left <= 0) return this.over;
      const clock = [Math.floor((left % 86400) / 3600), Math.floor((left % 3600) / 60), left % 60].map(pad).join(":");
      return left >= 86400 ? `${Math.floor(left / 86400)} ${this.day} ${clock}` : clock;
    },
  },
  watch: {
    now() {
      this.received = performance.now();
      this.elapsed = 0;
    },
  },
  mounted() {
    this.timer = setInterval(() => (this.elapsed = performance.now() - this.received), 250);
  },
  unmounted() {
    clearInterval(this.timer);
  },
};
