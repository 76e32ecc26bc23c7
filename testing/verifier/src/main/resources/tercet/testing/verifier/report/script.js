// Draws each figure from its data. Without a script the tables of the page say the same.
{
  const HEIGHT = 300;
  const ROW = 17;
  const LEFT = 62;
  const RIGHT = 20;
  const PERCENTILES = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];

  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const font = () => '13px ' + getComputedStyle(document.body).fontFamily;
  const plain = (value) => String(+value.toPrecision(6));
  const shortly = (value) =>
    value == null ? ''
      : value >= 1e6 ? plain(value / 1e6) + 'M'
      : value >= 1e4 ? plain(value / 1e3) + 'k'
      : plain(value);
  const figure = (value) =>
    value == null ? '–' : value.toLocaleString('en', {
      maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2,
    });
  const isRound = (value) => Math.abs(Math.log10(value) % 1) < 1e-9;
  const nines = (percent) => -Math.log10(1 - percent / 100);
  const percent = (place) => 100 * (1 - 10 ** -place);

  /** Gives each event a row above the plot in which its name covers no other. */
  const layOut = (events, end, width) => {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = font();
    const ends = [];
    return events.map((event) => {
      const length = pen.measureText(event.what).width + 12;
      const from = Math.min((event.at / end) * width, Math.max(0, width - length));
      let row = ends.findIndex((taken) => taken <= from);
      if (row < 0) row = ends.length;
      ends[row] = from + length;
      return { ...event, from, row };
    });
  };

  /** Bands over the time in which something was done to the shop, with their names. */
  const marks = (events, rows) => ({
    hooks: {
      draw: [(plot) => {
        const { ctx, bbox } = plot;
        const ratio = devicePixelRatio;
        ctx.save();
        ctx.font = font().replace('13', 13 * ratio);
        ctx.textAlign = 'left';
        ctx.textBaseline = 'alphabetic';
        ctx.fillStyle = color('--bad');
        const at = (seconds) => plot.valToPos(seconds, 'x', true);
        for (const event of events) {
          const from = Math.max(at(event.at), bbox.left);
          const to = Math.min(at(event.at + event.seconds), bbox.left + bbox.width);
          if (to < from) continue;
          const top = bbox.top - (rows - event.row) * ROW * ratio;
          ctx.globalAlpha = 0.16;
          ctx.fillRect(from, top, Math.max(to - from, 1.5 * ratio), bbox.top + bbox.height - top);
          ctx.globalAlpha = 1;
          ctx.fillText(event.what, Math.min(from, bbox.left + event.from * ratio) + 2, top + 13 * ratio);
        }
        ctx.restore();
      }],
    },
  });

  const options = (data, end, width) => {
    const isNines = data.scale === 'NINES';
    const isLog = data.scale !== 'LINEAR';
    const events = layOut(data.events, end, width - LEFT - RIGHT);
    const rows = Math.max(0, ...events.map((event) => event.row + 1));
    const quiet = color('--quiet');
    const ticks = { stroke: color('--rule'), width: 1, size: 4 };
    const axis = { stroke: quiet, font: font(), labelFont: font(), ticks };
    return {
      width,
      height: HEIGHT + rows * ROW,
      padding: [8 + rows * ROW, RIGHT, 0, 0],
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: isLog
          ? { distr: 3, range: (_, low, high) => (low == null ? [0.1, 10] : uPlot.rangeLog(low, high, 10, true)) }
          : { range: (_, low, high) => [0, uPlot.rangeNum(0, high || 1, 0.1, true)[1]] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 30,
          label: data.across,
          labelSize: 22,
          ...(isNines && {
            splits: () => PERCENTILES.map(nines).filter((place) => place <= end + 1e-9),
            values: (_, places) => places.map((place) => shortly(percent(place)) + '%'),
          }),
        },
        {
          ...axis,
          size: LEFT,
          grid: {
            stroke: color('--rule'),
            width: 1,
            filter: (_, values) => values.map((value) => (isLog && !isRound(value) ? null : value)),
          },
          values: (_, values) => values.map(shortly),
        },
      ],
      series: [
        {
          label: isNines ? 'percentile' : 'second',
          value: (_, x) => (x == null ? '–' : isNines ? shortly(percent(x)) + ' %' : figure(x)),
        },
        ...data.lines.map((line) => ({
          label: line.name,
          stroke: color('--c' + line.color),
          fill: line.filled ? color('--c' + line.color) + '24' : undefined,
          width: 2,
          points: { show: false },
          value: (_, y) => (y == null ? '–' : figure(y) + ' ' + data.unit),
        })),
      ],
      plugins: [marks(events, rows)],
    };
  };

  const draw = (chart) => {
    const data = JSON.parse(chart.querySelector('script').textContent);
    const place = chart.querySelector('.plot');
    const lasts = data.lines.map((line) => line.x.at(-1) ?? 0);
    const end = Math.max(1e-9, ...lasts, ...data.events.map((event) => event.at + event.seconds));
    // Of runs with different times a point that one has and another has not is no gap.
    const tables = data.lines.map((line) => [line.x, line.y]);
    const whole = [[0, end], [null, null]]; // so that the axis has all of it
    const joined = uPlot.join(data.scale === 'NINES' ? tables : [...tables, whole]);
    const drawn = joined.slice(0, 1 + data.lines.length);
    place.replaceChildren();
    new uPlot(options(data, end, place.clientWidth), drawn, place);
  };

  const all = () => document.querySelectorAll('.chart').forEach(draw);
  root.classList.add('drawn');
  all();
  let width = root.clientWidth;
  addEventListener('resize', () => {
    if (root.clientWidth !== width) {
      width = root.clientWidth;
      all();
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
}
