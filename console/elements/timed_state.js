// Shows the last of the states that have begun, by the server's clock: it changes here without a message.
import { serverClock } from "/assets/server_clock.js";

export default {
  mixins: [serverClock(250)],
  template: `<span class="pill" :class="state.role">{{ state.text }}</span>`,
  props: { states: Array, now: Number },
  computed: {
    state() {
      const now = this.now + this.elapsed;
      return this.states.findLast((state) => state.begins <= now) ?? this.states[0] ?? { text: "", role: "" };
    },
  },
};
