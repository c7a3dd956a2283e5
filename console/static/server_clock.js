// What components share that show a time by the server's clock: `now` is its time, sent with the values.

// A mixin: `elapsed` is the milliseconds since `now` arrived, renewed every `tickMs`. A wrong clock here does no harm.
export const serverClock = (tickMs) => ({
  data: () => ({ received: performance.now(), elapsed: 0 }),
  watch: {
    now() {
      this.received = performance.now();
      this.elapsed = 0;
    },
  },
  mounted() {
    this.timer = setInterval(() => (this.elapsed = performance.now() - this.received), tickMs);
  },
  unmounted() {
    clearInterval(this.timer);
  },
});

// An age in its largest unit. `texts` are those for seconds, minutes and hours, with `{}` for the number.
export const ageText = (seconds, texts) => {
  const [unit, count] =
    seconds < 120 ? [0, seconds] : seconds < 7200 ? [1, Math.floor(seconds / 60)] : [2, Math.floor(seconds / 3600)];
  return texts[unit].replace("{}", count);
};
