// A table of rows. On narrow screens each row is a card, whose cells carry the titles of their columns.
const TIME = { dateStyle: "short", timeStyle: "medium" };
const UNITS = [[86400, "d"], [3600, "h"], [60, "min"]];

export default {
  template: `<div class="data-table" :tabindex="scrolls ? 0 : null" :role="scrolls ? 'region' : null" :aria-label="scrolls ? texts.caption : null">
    <p v-if="!items.length" class="empty">{{ texts.empty }}</p>
    <table v-else>
      <caption class="away">{{ texts.caption }}</caption>
      <thead><tr>
        <th v-if="selects" scope="col" class="pick"><input type="checkbox" :aria-label="texts.select_all" :checked="items.every(row => chosen.has(row.key))" @change="chooseAll($event.target.checked)"></th>
        <th v-for="column in columns" scope="col" :class="[column.kind, { wide: column.wide }]" :aria-sort="order(column)">
          <button v-if="column.sorts" type="button" class="sort" :title="texts.sorted_by.replace('{}', column.label)" @click="$emit('sort', column.key)">{{ column.label }}<span aria-hidden="true">{{ column.key === sorted ? (descending ? " ↓" : " ↑") : "" }}</span></button>
          <template v-else>{{ column.label }}</template>
        </th>
      </tr></thead>
      <tbody><tr v-for="row in items" :key="row.key" :data-key="row.key" :class="{ chosen: chosen.has(row.key), stale: row.stale }">
        <td v-if="selects" class="pick"><input type="checkbox" :aria-label="texts.select_row.replace('{}', row.key)" :checked="chosen.has(row.key)" @change="choose(row.key, $event.target.checked)"></td>
        <td v-for="(column, index) in columns" :class="[column.kind, { wide: column.wide, none: (row[column.key] ?? null) === null }]" :data-label="column.label">
          <button v-if="opens && index === 0" type="button" class="open" @click="$emit('open', row.key)">{{ text(row, column) }}</button>
          <template v-else-if="row[column.key] === null || row[column.key] === undefined">–</template>
          <span v-else-if="column.kind === 'state'" class="pill" :class="row[column.key].tone">{{ row[column.key].text }}</span>
          <a v-else-if="column.kind === 'link'" :href="row[column.key].href">{{ row[column.key].text }}</a>
          <code v-else-if="column.kind === 'code'">{{ row[column.key] }}</code>
          <svg v-else-if="column.kind === 'spark'" class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" :aria-label="row[column.key].join(', ')"><polyline :points="line(row[column.key])"/></svg>
          <time v-else-if="column.kind === 'time'" :datetime="row[column.key]" :title="row[column.key]">{{ text(row, column) }}</time>
          <template v-else>{{ text(row, column) }}</template>
        </td>
      </tr></tbody>
    </table>
    <button v-if="more" type="button" class="button plain more" @click="$emit('more', null)">{{ texts.more }}</button>
  </div>`,
  props: { columns: Array, rows: String, texts: Object, opens: Boolean, selects: Boolean, more: Boolean, sorted: String, descending: Boolean },
  emits: ["open", "select", "sort", "more"],
  data: () => ({ chosen: new Set(), scrolls: false }),
  mounted() {
    this.widths = new ResizeObserver(() => this.measure());
    this.widths.observe(this.$el);
  },
  updated() {
    this.measure();
  },
  unmounted() {
    this.widths.disconnect();
  },
  computed: {
    items() {
      return JSON.parse(this.rows);
    },
  },
  watch: {
    items(rows) {
      const keys = new Set(rows.map((row) => row.key));
      const kept = [...this.chosen].filter((key) => keys.has(key));
      if (kept.length !== this.chosen.size) this.take(kept);
    },
  },
  methods: {
    measure() {
      // What is wider than its place is scrolled with the keyboard too: by what can be focused in it, or as a whole.
      this.scrolls = this.$el.scrollWidth > this.$el.clientWidth && !this.$el.querySelector("a, button, input");
    },
    choose(key, on) {
      const keys = new Set(this.chosen);
      on ? keys.add(key) : keys.delete(key);
      this.take(keys);
    },
    chooseAll(on) {
      this.take(on ? this.items.map((row) => row.key) : []);
    },
    take(keys) {
      this.chosen = new Set(keys);
      this.$emit("select", [...this.chosen]);
    },
    order(column) {
      if (!column.sorts) return null;
      return column.key === this.sorted ? (this.descending ? "descending" : "ascending") : "none";
    },
    text(row, column) {
      const value = row[column.key];
      if (value === null || value === undefined) return "–";
      if (column.kind === "number") return new Intl.NumberFormat(this.texts.locale, { maximumFractionDigits: 1 }).format(value);
      if (column.kind === "time") return new Intl.DateTimeFormat(this.texts.locale, TIME).format(new Date(value));
      if (column.kind === "duration") return this.duration(value);
      return value.text ?? value;
    },
    duration(seconds) {
      // As `Words.duration` formats it elsewhere; what is shorter than a second is no "0 s".
      const large = UNITS.find(([size]) => seconds >= 2 * size);
      const [size, unit] = large ?? (seconds > 0 && seconds < 1 ? [0.001, "ms"] : [1, "s"]);
      const value = large ? Math.floor(seconds / size) : seconds / size;
      const digits = seconds >= 1 && seconds < 10 ? 1 : 0;
      return `${new Intl.NumberFormat(this.texts.locale, { maximumFractionDigits: digits }).format(value)} ${unit}`;
    },
    line(values) {
      // One value is a line too.
      const points = values.length === 1 ? [values[0], values[0]] : values;
      const top = Math.max(...points, 1);
      const step = 100 / Math.max(points.length - 1, 1);
      return points.map((value, index) => `${index * step},${23 - (22 * value) / top}`).join(" ");
    },
  },
};
