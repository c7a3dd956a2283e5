// Counts down to a moment once a second, from the server's `now`: a wrong clock here shows the right time left.
// Seconds are rounded up, so that the last one ends exactly at the moment; afterwards the time since then is shown.
const pad = (number) => String(number).padStart(2, "0");
const largestUnit = (seconds) =>
  seconds < 120 ? [0, seconds] : seconds < 7200 ? [1, Math.floor(seconds / 60)] : [2, Math.floor(seconds / 3600)];
export default {
  template: `<span class="countdown" role="timer" aria-live="off">{{ text }}</span>`,
  props: { until: Number, now: Number, day: String, ago: Array },
  data: () => ({ received: performance.now(), elapsed: 0 }),
  computed: {
    text() {
      const left = Math.ceil((this.until - this.now - this.elapsed) / 1000);
      return left > 0 ? this.clock(left) : this.since(-left);
    },
  },
  methods: {
    clock(left) {
      const clock = [Math.floor((left % 86400) / 3600), Math.floor((left % 3600) / 60), left % 60].map(pad).join(":");
      return left >= 86400 ? `${Math.floor(left / 86400)} ${this.day} ${clock}` : clock;
    },
    since(seconds) {
      const [unit, count] = largestUnit(seconds);
      return this.ago[unit].replace("{}", count);
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
