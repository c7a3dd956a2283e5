// Lines over the last minutes. The window slides every second by itself; the server sends nothing but new points.
// What the picture shows is also there as sentences and as a table. Neither is a live region: they change too often.
import { echarts } from "nicegui-echart";

const MINUTE_MS = 60000;
const CARRY_MS = 120000; // a line is extended at its last value for this long while nothing changes

export default {
  template: `<div>
    <div ref="plot" class="chart" role="img" :aria-label="label" :aria-describedby="name + '-figures'"></div>
    <p :id="name + '-figures'" class="away">{{ figures.join(" ") || texts.empty }}</p>
    <details class="chart-table" @toggle="open = $event.target.open">
      <summary>{{ texts.table }}</summary>
      <div v-if="open" class="scroll" tabindex="0" role="region" :aria-label="label">
        <table>
          <thead><tr><th scope="col">{{ texts.time }}</th><th v-for="each in names" scope="col">{{ each }}{{ unit && ", " + unit }}</th></tr></thead>
          <tbody><tr v-for="row in rows"><th scope="row">{{ row.time }}</th><td v-for="value in row.values">{{ value }}</td></tr></tbody>
        </table>
      </div>
    </details>
  </div>`,
  props: { name: String, names: Array, dashes: Array, hues: Array, points: String, now: Number, windowMs: Number, label: String, unit: String, locale: String, texts: Object },
  data: () => ({ open: false, figures: [], rows: [] }),
  watch: {
    open() {
      this.$nextTick(this.slide);
    },
  },
  async mounted() {
    await this.$nextTick();
    this.lines = JSON.parse(this.points);
    this.offset = this.now - performance.now();
    this.chart = echarts.init(this.$refs.plot, null, { renderer: "canvas" });
    this.applyTheme();
    this.slide();
    this.timer = setInterval(this.slide, 1000);
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(this.$refs.plot);
    this.themes = new MutationObserver(this.applyTheme);
    this.themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    this.describe();
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
      this.describe();
    },
    describe() {
      const start = this.offset + performance.now() - this.windowMs;
      this.figures = this.lines.flatMap((line, index) => {
        const values = line.filter(([at]) => at >= start).map(([, value]) => value);
        return values.length ? [this.sentence(this.names[index], values)] : [];
      });
    },
    sentence(name, values) {
      const figures = { name, now: values.at(-1), low: Math.min(...values), high: Math.max(...values) };
      const text = (figure) => (figure === "name" ? name : this.formatted(figures[figure]));
      return this.texts.figures.replace(/{(\w+)}/g, (_, figure) => text(figure));
    },
    formatted(value) {
      return `${this.rounded(value)} ${this.unit}`.trim();
    },
    rounded(value) {
      return new Intl.NumberFormat(this.locale, { maximumFractionDigits: 1 }).format(value);
    },
    tabulate(start, now) {
      const clock = new Intl.DateTimeFormat(this.locale, { hour: "2-digit", minute: "2-digit" });
      const minutes = [];
      for (let at = Math.floor(now / MINUTE_MS) * MINUTE_MS; at > start; at -= MINUTE_MS) minutes.push(at);
      this.rows = minutes.map((at) => ({ time: clock.format(at), values: this.lines.map((line) => this.valueAt(line, at)) }));
    },
    valueAt(line, at) {
      const last = line.findLast(([since]) => since <= at);
      return last && at - last[0] < CARRY_MS ? this.rounded(last[1]) : "–";
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
      if (this.open) this.tabulate(start, now);
    },
    carried(line, now) {
      const last = line.at(-1);
      return last && now - last[0] < CARRY_MS ? [...line, [now, last[1]]] : line;
    },
    applyTheme() {
      const style = getComputedStyle(document.body);
      const colour = (name) => style.getPropertyValue(name).trim();
      const text = { color: colour("--quiet"), fontSize: 11, fontFamily: "Roboto, sans-serif" };
      this.chart.setOption({
        animation: false,
        grid: { left: 2, right: 20, top: 10, bottom: 2, containLabel: true },
        tooltip: {
          trigger: "axis",
          backgroundColor: colour("--card"),
          borderColor: colour("--edge"),
          textStyle: { ...text, color: colour("--ink") },
          valueFormatter: (value) => this.formatted(value),
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
          axisLabel: { ...text, formatter: (value) => this.rounded(value) },
          splitLine: { lineStyle: { color: colour("--edge") } },
        },
        series: this.names.map((name, line) => ({
          name,
          type: "line",
          color: colour(`--line-${this.hues[line]}`),
          showSymbol: false,
          step: "end",
          z: this.dashes[line] ? 2 : 3,
          lineStyle: this.dashes[line] ? { width: 1.2, type: [4, 3] } : { width: 1.8, type: "solid" },
          areaStyle: { opacity: this.dashes[line] ? 0 : 0.08 },
          emphasis: { disabled: true },
        })),
      });
    },
  },
};
