// Lines over the last minutes. The window slides every second by itself; the server sends nothing but new points.
import { echarts } from "nicegui-echart";

const CARRY_MS = 120000; // a line is extended at its last value for this long while nothing changes

export default {
  template: `<div role="img" :aria-label="label"></div>`,
  props: { names: Array, dashes: Array, hues: Array, points: String, now: Number, windowMs: Number, label: String, unit: String, locale: String },
  async mounted() {
    await this.$nextTick();
    this.lines = JSON.parse(this.points);
    this.offset = this.now - performance.now();
    this.chart = echarts.init(this.$el, null, { renderer: "canvas" });
    this.applyTheme();
    this.slide();
    this.timer = setInterval(this.slide, 1000);
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(this.$el);
    this.themes = new MutationObserver(this.applyTheme);
    this.themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  },
  unmounted() {
    clearInterval(this.timer);
    this.sizes?.disconnect();
    this.themes?.disconnect();
    this.chart?.dispose();
  },
  methods: {
    append(at, values) {
      if (!this.chart) return;
      values.forEach((value, line) => value !== null && this.lines[line].push([at, value]));
      this.slide();
    },
    slide() {
      const now = this.offset + performance.now();
      const start = now - this.windowMs;
      this.lines.forEach((line) => {
        while (line.length > 1 && line[1][0] < start) line.shift();
      });
      this.chart.setOption({
        xAxis: { min: start, max: now },
        series: this.lines.map((line) => ({ data: this.carried(line, now) })),
      });
    },
    carried(line, now) {
      const last = line.at(-1);
      return last && now - last[0] < CARRY_MS ? [...line, [now, last[1]]] : line;
    },
    applyTheme() {
      const style = getComputedStyle(document.body);
      const colour = (name) => style.getPropertyValue(name).trim();
      const number = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 1 });
      const text = { color: colour("--quiet"), fontSize: 11, fontFamily: "Roboto, sans-serif" };
      this.chart.setOption({
        animation: false,
        aria: { enabled: true },
        grid: { left: 2, right: 12, top: 10, bottom: 2, containLabel: true },
        tooltip: {
          trigger: "axis",
          backgroundColor: colour("--card"),
          borderColor: colour("--edge"),
          textStyle: { ...text, color: colour("--ink") },
          valueFormatter: (value) => `${number.format(value)} ${this.unit}`.trim(),
        },
        xAxis: {
          type: "time",
          splitNumber: 4,
          axisLine: { lineStyle: { color: colour("--edge") } },
          axisTick: { show: false },
          axisLabel: { ...text, hideOverlap: true, formatter: { hour: "{HH}:{mm}", minute: "{HH}:{mm}", second: "{HH}:{mm}:{ss}" } },
        },
        yAxis: {
          type: "value",
          min: 0,
          max: (range) => (range.max < 4 ? 4 : null),
          minInterval: 1,
          splitNumber: 4,
          axisLabel: { ...text, formatter: (value) => number.format(value) },
          splitLine: { lineStyle: { color: colour("--edge") } },
        },
        series: this.names.map((name, line) => ({
          name,
          type: "line",
          color: colour(`--line-${this.hues[line]}`),
          showSymbol: false,
          step: "end",
          lineStyle: { width: 1.6, type: this.dashes[line] ? [4, 3] : "solid" },
          areaStyle: { opacity: this.dashes[line] ? 0 : 0.08 },
          emphasis: { disabled: true },
        })),
      });
    },
  },
};
