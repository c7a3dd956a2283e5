// Shows the last of the states that have begun, by the server's clock: it changes here without a message.
export default {
  template: `<span class="pill" :class="state.role">{{ state.text }}</span>`,
  props: { states: Array, now: Number },
  data: () => ({ received: performance.now(), elapsed: 0 }),
  computed: {
    state() {
      const now = this.now + this.elapsed;
      return this.states.findLast((state) => state.begins <= now) ?? this.states[0] ?? { text: "", role: "" };
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
