// Counts down to a moment once a second, from the server's `now`: a wrong clock here shows the right time left.
// Seconds are rounded up, so that the last one ends exactly at the moment; afterwards the time since then is shown.
import { ageText, serverClock } from "/assets/server_clock.js";

const pad = (number) => String(number).padStart(2, "0");

export default {
  mixins: [serverClock(250)],
  template: `<span class="countdown" role="timer" aria-live="off">{{ text }}</span>`,
  props: { until: Number, now: Number, day: String, ago: Array },
  computed: {
    text() {
      const left = Math.ceil((this.until - this.now - this.elapsed) / 1000);
      return left > 0 ? this.clock(left) : ageText(-left, this.ago);
    },
  },
  methods: {
    clock(left) {
      const clock = [Math.floor((left % 86400) / 3600), Math.floor((left % 3600) / 60), left % 60].map(pad).join(":");
      return left >= 86400 ? `${Math.floor(left / 86400)} ${this.day} ${clock}` : clock;
    },
  },
};
