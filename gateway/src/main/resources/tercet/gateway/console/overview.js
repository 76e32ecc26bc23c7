// The whole shop on one page: rates, latencies, nodes, stores, and what needs a person.

import { html, useEffect, useRef, useState } from './lib/htm-preact.js';
import { get } from './api.js';
import { addCounts, number, percentile, rate, span } from './format.js';
import { Moment, Problem, Silent, useLive } from './parts.js';

const WINDOW = 5_000;
const WINDOWS_MAX = 180;

/** Sums of all nodes. */
function total(nodes) {
  const sum = { paid: 0, refused: 0, unclear: 0, open: 0, oldest: undefined, latency: [], problems: {} };
  for (const one of nodes) {
    const checkouts = one.checkouts;
    sum.open += one.open;
    if (one.oldest_ms !== undefined) sum.oldest = Math.max(sum.oldest || 0, one.oldest_ms);
    if (!checkouts || checkouts.millis === 0) continue;
    const seconds = checkouts.millis / 1000;
    sum.paid += checkouts.paid / seconds;
    sum.refused += checkouts.refused / seconds;
    sum.unclear += checkouts.unclear / seconds;
    sum.latency = addCounts(sum.latency, checkouts.latency);
    for (const [code, count] of Object.entries(checkouts.problems)) {
      sum.problems[code] = (sum.problems[code] || 0) + count / seconds;
    }
  }
  sum.p50 = percentile(sum.latency, 0.5);
  sum.p99 = percentile(sum.latency, 0.99);
  return sum;
}

/** Samples of all nodes, by their common five seconds. */
function merge(histories) {
  const windows = new Map();
  for (const history of histories) {
    for (const sample of history.samples) {
      const at = windows.get(sample.at) || { paid: 0, refused: 0, open: 0, latency: [] };
      const seconds = Math.max(1, sample.millis) / 1000;
      at.paid += sample.paid / seconds;
      at.refused += (sample.refused + sample.unclear) / seconds;
      at.open += sample.open;
      at.latency = addCounts(at.latency, sample.latency);
      windows.set(sample.at, at);
    }
  }
  return [...windows].sort((a, b) => a[0] - b[0]).map(([at, sum]) => ({
    at, paid: sum.paid, refused: sum.refused, open: sum.open,
    p50: percentile(sum.latency, 0.5), p99: percentile(sum.latency, 0.99),
  }));
}

/** Remarks of all nodes, the latest first. One that several nodes have heard counts once. */
function remarksOf(nodes) {
  const all = new Map();
  for (const one of nodes) {
    for (const remark of one.remarks || []) all.set(`${remark.at} ${remark.text}`, remark);
  }
  return [...all.values()].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Things that do not mend themselves, or that an operator wants to know at once. */
export function warnings(nodes) {
  const found = [];
  for (const one of nodes) {
    const metrics = one.metrics || {};
    for (const sentence of one.missing || []) found.push(`${one.node}: ${sentence}`);
    if (one.doubts) found.push(`${one.node}: ${one.doubts} participants stay in doubt; see docs/operate/quarantine.md.`);
    if (one.unreadable) found.push(`${one.node}: ${one.unreadable} records cannot be read; see docs/operate/damage.md.`);
    if (metrics['inputs.undecidable']) found.push(`${one.node}: ${metrics['inputs.undecidable']} inputs could not be decided; its log has more.`);
    if (metrics['broker.reachable'] === 0) found.push(`${one.node}: the message broker takes no messages for some shard.`);
    for (const [name, store] of Object.entries(one.stores || {})) {
      if (store['store.replicas.missing']) found.push(`${one.node}: ${store['store.replicas.missing']} replicas of ${name} are down.`);
      if (store['store.shards.quarantined']) found.push(`${one.node}: ${name} has lost confirmed commits of ${store['store.shards.quarantined']} shards.`);
    }
    for (const [name, peer] of Object.entries(one.peers || {})) {
      if (peer['peer.clock.apart']) found.push(`${one.node}: the clock of ${name} is apart by ${span(peer['peer.clock.skew.seconds'] * 1000)}.`);
    }
  }
  return found;
}

function Figure({ label, value, children }) {
  return html`<div class="figure"><h2>${label}</h2><p class="value">${value}</p><p>${children}</p></div>`;
}

/** Lines over the last quarter of an hour. */
function Chart({ title, unit, samples, lines, remarks }) {
  const box = useRef(null);
  const plot = useRef(null);
  const points = useRef(null);
  const marks = useRef([]);
  marks.current = remarks.map((one) => Date.parse(one.at) / 1000);
  points.current = [samples.map((one) => one.at / 1000), ...lines.map((line) => samples.map((one) => one[line.field]))];
  const latest = samples[samples.length - 1] || {};

  function make() {
    plot.current?.destroy();
    const style = getComputedStyle(box.current);
    const color = (name) => style.getPropertyValue(name).trim();
    // A dotted line at each remark.
    const drawMarks = (u) => {
      u.ctx.save();
      u.ctx.strokeStyle = color('--text');
      u.ctx.setLineDash([2, 4]);
      for (const at of marks.current) {
        const x = Math.round(u.valToPos(at, 'x', true));
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
        u.ctx.beginPath();
        u.ctx.moveTo(x, u.bbox.top);
        u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
        u.ctx.stroke();
      }
      u.ctx.restore();
    };
    const axis = { stroke: color('--text'), grid: { stroke: color('--line'), width: 1 }, ticks: { stroke: color('--line') } };
    plot.current = new uPlot({
      width: box.current.clientWidth, height: 180, cursor: { y: false }, legend: { live: true },
      hooks: { draw: [drawMarks] },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, (max || 0) * 1.1)] } },
      axes: [axis, { ...axis, size: 60 }],
      series: [{}, ...lines.map((line) => ({
        label: line.label, stroke: color(line.color), width: 2, dash: line.dash,
        value: (_plot, value) => (value === null || value === undefined ? '–' : `${rate(value)} ${unit}`),
      }))],
    }, points.current, box.current);
  }

  useEffect(() => {
    make();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const resize = new ResizeObserver(() => plot.current?.setSize({ width: box.current.clientWidth, height: 180 }));
    scheme.addEventListener('change', make);
    resize.observe(box.current);
    return () => {
      scheme.removeEventListener('change', make);
      resize.disconnect();
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => { plot.current?.setData(points.current); }, [samples]);
  const words = lines.map((line) => `${line.label} ${latest[line.field] === null || latest[line.field] === undefined ? 'unknown' : rate(latest[line.field])} ${unit}`).join(', ');
  return html`<figure><figcaption>${title}</figcaption><div ref=${box} class="chart" role="img" aria-label=${`${title}: now ${words}`}></div></figure>`;
}

function RemarkTable({ remarks }) {
  return html`
    <div class="wide"><table>
      <caption>Remarks, such as faults of tercet chaos</caption>
      <thead><tr><th>When</th><th>Who</th><th>Remark</th></tr></thead>
      <tbody>${remarks.slice(0, 20).map((one) => html`<tr key=${one.at + one.text}>
        <td><${Moment} at=${one.at} /></td><td>${one.who}</td><td>${one.text}</td></tr>`)}</tbody>
    </table></div>`;
}

function Nodes({ nodes, silent }) {
  return html`
    <div class="wide"><table>
      <caption>Nodes</caption>
      <thead><tr><th>Node</th><th>Status</th><th>Roles</th><th class="n">Shards</th><th class="n">Open</th>
        <th class="n">Queue</th><th class="n">Batch</th><th>Cannot reach</th></tr></thead>
      <tbody>
        ${nodes.map((one) => html`<tr key=${one.node}>
          <th scope="row">${one.admin ? html`<a href=${`${one.admin}/`}>${one.node}</a>` : one.node}</th>
          <td class=${one.status === 'up' ? '' : 'bad'}>${one.status || 'starting'}</td>
          <td>${one.roles || '–'}</td>
          <td class="n">${number(Object.values(one.services || {}).reduce((sum, service) => sum + (service['shards.served'] || 0), 0))}</td>
          <td class="n">${number(one.open)}</td>
          <td class="n">${number((one.metrics || {})['mailbox.waiting'])}</td>
          <td class="n">${one.batchMillis === undefined ? '–' : `${one.batchMillis.toFixed(1)} ms`}</td>
          <td class=${(one.unreachable || []).length ? 'bad' : ''}>${(one.unreachable || []).join(', ') || '–'}</td>
        </tr>`)}
        ${silent.map((one) => html`<tr key=${one.node}><th scope="row">${one.node}</th>
          <td class="bad" colspan="7">no answer: ${one.why}</td></tr>`)}
      </tbody>
    </table></div>`;
}

const SHOWN = {
  'store.commits': 'commits', 'store.conflicts': 'conflicts', 'store.unavailable': 'times away',
  'store.replicas.missing': 'replicas missing', 'store.shards.quarantined': 'shards in quarantine',
  'store.records.unreadable': 'records unreadable', 'store.records.changed': 'records before the next checkpoint',
  'broker.reachable': 'reachable', 'broker.waiting': 'waiting', 'broker.lost': 'lost', 'broker.age.seconds': 's old',
};

function Backing({ nodes }) {
  const rows = [];
  for (const one of nodes) {
    for (const [name, figures] of Object.entries(one.stores || {})) rows.push([`${one.node} ${name}`, one.node, name, figures]);
    const broker = Object.fromEntries(Object.entries(one.metrics || {}).filter(([name]) => name.startsWith('broker.')));
    if (Object.keys(broker).length) rows.push([`${one.node} broker`, one.node, one.transport || 'broker', broker]);
  }
  return html`
    <div class="wide"><table>
      <caption>Stores and brokers, as each node sees them</caption>
      <thead><tr><th>Node</th><th>Store or broker</th><th>Figures since the start of the node</th></tr></thead>
      <tbody>${rows.map(([key, node, name, figures]) => html`<tr key=${key}><th scope="row">${node}</th><td>${name}</td>
        <td>${Object.entries(SHOWN).filter(([metric]) => figures[metric] !== undefined)
          .map(([metric, word]) => `${number(figures[metric])} ${word}`).join(', ')}</td></tr>`)}</tbody>
    </table></div>`;
}

/** The mean time of a batch since the last answer. */
function withBatches(nodes, before) {
  return nodes.map((one) => {
    const earlier = before?.find((other) => other.node === one.node);
    const of = (node, name) => (node?.metrics || {})[name] || 0;
    const batches = of(one, 'commits') - of(earlier, 'commits');
    const seconds = of(one, 'commits.seconds') - of(earlier, 'commits.seconds');
    const mean = earlier && batches > 0 && seconds > 0 ? (seconds * 1000) / batches : earlier?.batchMillis;
    return { ...one, batchMillis: mean };
  });
}

export function Overview({ onState, onNodes }) {
  const { data, problem } = useLive('overview', onState);
  const [samples, setSamples] = useState([]);
  const last = useRef(null);
  useEffect(() => {
    document.title = 'Overview – Tercet';
    let gone = false;
    get('overview/history').then((answer) => !gone && setSamples(merge(answer.nodes)), () => {});
    return () => { gone = true; };
  }, []);
  const nodes = data ? withBatches(data.nodes, last.current) : [];
  const sum = total(nodes);
  useEffect(() => {
    if (!data) return;
    last.current = nodes;
    onNodes(Object.assign([...nodes], { asked: data.asked }));
    const at = Math.floor(Date.now() / WINDOW) * WINDOW;
    setSamples((before) => (before.length && before[before.length - 1].at >= at ? before
      : [...before, { at, paid: sum.paid, refused: sum.refused + sum.unclear, open: sum.open, p50: sum.p50, p99: sum.p99 }].slice(-WINDOWS_MAX)));
  }, [data]);
  if (!data) return html`<h1>Overview</h1><${Problem} problem=${problem} /><p>Asking all nodes…</p>`;
  const warned = warnings(nodes);
  const remarks = remarksOf(nodes);
  const codes = Object.entries(sum.problems).sort((a, b) => b[1] - a[1]);
  return html`
    <h1>Overview</h1>
    <${Problem} problem=${problem} />
    <${Silent} nodes=${data.silent_nodes} />
    ${warned.length > 0 && html`<div class="banner" role="alert"><strong>Needs a person</strong>
      <ul>${warned.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>`}
    <div class="figures">
      <${Figure} label="Paid" value=${`${rate(sum.paid)} /s`}>checkouts, mean of 10 s<//>
      <${Figure} label="Refused" value=${`${rate(sum.refused)} /s`}>
        ${codes.length ? codes.slice(0, 4).map(([code, count]) => `${code} ${rate(count)} /s`).join(', ') : 'no refusals'}${sum.unclear > 0 ? `; ${rate(sum.unclear)} /s without an answer` : ''}<//>
      <${Figure} label="Latency p99" value=${sum.p99 === null ? '–' : span(sum.p99)}>${sum.p50 === null ? 'no checkouts in 10 s' : `p50 ${span(sum.p50)}`}<//>
      <${Figure} label="Open" value=${html`<a href="#/transactions">${number(sum.open)}</a>`}>
        ${sum.oldest === undefined ? 'none is waiting' : html`oldest <a href="#/transactions">${span(sum.oldest)}</a>`}<//>
    </div>
    <div class="charts">
      <${Chart} title="Checkouts per second" unit="/s" samples=${samples} remarks=${remarks} lines=${[
        { label: 'paid', field: 'paid', color: '--good' }, { label: 'refused', field: 'refused', color: '--bad', dash: [6, 4] }]} />
      <${Chart} title="Latency of checkouts" unit="ms" samples=${samples} remarks=${remarks} lines=${[
        { label: 'p50', field: 'p50', color: '--accent' }, { label: 'p99', field: 'p99', color: '--bad', dash: [6, 4] }]} />
    </div>
    ${remarks.length > 0 && html`<${RemarkTable} remarks=${remarks} />`}
    <${Nodes} nodes=${nodes} silent=${data.silent_nodes} />
    <${Backing} nodes=${nodes} />`;
}
