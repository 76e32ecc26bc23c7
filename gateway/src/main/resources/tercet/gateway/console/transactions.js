// Open transactions, the oldest first, or those that ended lately. The table stays still while it is
// read: rows change in place, new ones are announced.

import { html, useEffect, useMemo, useState } from './lib/htm-preact.js';
import { number } from './format.js';
import { ActDialog, Age, Awaited, Moment, pageOf, Problem, Silent, useLive } from './parts.js';

const FIELDS = {
  open: ['protocol', 'state', 'waits-for', 'unreachable', 'older-than', 'order', 'user', 'item', 'role', 'limit', 'after'],
  ended: ['protocol', 'state', 'refusal', 'order', 'user', 'item', 'limit'],
};

const CHOICES = {
  protocol: ['tcc', 'saga', 'choreography', '2pc'],
  unreachable: ['true', 'false'],
  role: ['coordinator', 'participant', 'outcome', 'refund', 'all'],
};

const STATES = {
  open: ['trying', 'cancelling', 'debiting', 'compensating', 'preparing', 'committing', 'voting', 'held', 'debited', 'voted', 'prepared', 'queued'],
  ended: ['paid', 'aborted'],
};

const HINTS = {
  'waits-for': 'payment, payment/7 or a node', 'older-than': '5s, 2m, 1h', refusal: 'out_of_stock …',
};

/** The query of this page's address, and the path of its data. */
function read(query) {
  const asked = new URLSearchParams(query);
  const ended = asked.get('ended') === 'true';
  const data = new URLSearchParams();
  for (const name of FIELDS[ended ? 'ended' : 'open']) {
    if (asked.get(name)) data.set(name, asked.get(name));
  }
  const text = data.toString();
  return { asked, ended, path: (ended ? 'transactions/ended' : 'transactions') + (text ? `?${text}` : '') };
}

function go(asked, changes) {
  const next = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  location.hash = `#/transactions${text ? `?${text}` : ''}`;
}

function Filter({ asked, ended }) {
  const names = FIELDS[ended ? 'ended' : 'open'].filter((name) => name !== 'after' && name !== 'limit');
  function apply(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    go(asked, { after: '', limit: '', ...Object.fromEntries(names.map((name) => [name, form.get(name).trim()])) });
  }
  const field = (name) => {
    const choices = name === 'state' ? STATES[ended ? 'ended' : 'open'] : CHOICES[name];
    const value = asked.get(name) || '';
    return html`<label key=${name}>${name}${choices
      ? html` <select name=${name} value=${value}><option value="">any</option>${choices.map((one) =>
          html`<option value=${one} selected=${one === value}>${one}</option>`)}</select>`
      : html` <input name=${name} value=${value} placeholder=${HINTS[name] || 'id'} />`}</label>`;
  };
  return html`
    <form class="filter" onSubmit=${apply} key=${asked.toString()}>
      ${names.map(field)}
      <span class="buttons"><button class="primary">Filter</button>
        <button type="button" onClick=${() => { location.hash = `#/transactions${ended ? '?ended=true' : ''}`; }}>Clear</button></span>
    </form>`;
}

/** Rows in the order in which they were first shown, and how many others there are by now. */
function useStill(rows, keyOf, path) {
  const [shown, setShown] = useState({ path: '', keys: [] });
  const latest = useMemo(() => new Map((rows || []).map((row) => [keyOf(row), row])), [rows]);
  const [kept, setKept] = useState(new Map());
  const show = () => {
    setKept(new Map(latest));
    setShown({ path, keys: [...latest.keys()] });
  };
  useEffect(() => {
    if (!rows) return;
    if (shown.path !== path || shown.keys.length === 0) show();
    else setKept((before) => new Map([...before, ...latest]));
  }, [rows, path]);
  const still = shown.path === path ? shown.keys : [];
  return {
    rows: still.map((key) => ({ key, row: latest.get(key) || kept.get(key), gone: !latest.has(key) })).filter((one) => one.row),
    fresh: [...latest.keys()].filter((key) => !still.includes(key)).length,
    show,
  };
}

const keyOf = (row) => `${row.transaction_id} ${row.role || ''} ${row.shard || ''} ${row.ended || ''}`;

function OpenRow({ row, gone }) {
  return html`
    <tr class=${gone ? 'gone' : ''}>
      <td class="n">${gone ? 'over' : html`<${Age} millis=${row.age_ms} since=${row.began} />`}</td>
      <td><a href=${pageOf('transactions', row.transaction_id)}>${row.transaction_id}</a></td>
      <td>${row.protocol || '–'}</td>
      <td>${row.state}${row.role === 'coordinator' ? '' : ` (${row.role})`}</td>
      <td><a href=${pageOf('orders', row.order_id)}>${row.order_id}</a></td>
      <td>${row.user_id ? html`<a href=${pageOf('users', row.user_id)}>${row.user_id}</a>` : '–'}</td>
      <td class="n">${number(row.attempts)}</td>
      <td><${Awaited} shards=${row.waits_for} /></td>
    </tr>`;
}

function EndedRow({ row }) {
  return html`
    <tr>
      <td class="n"><${Moment} at=${row.ended} /></td>
      <td><a href=${pageOf('transactions', row.transaction_id)}>${row.transaction_id}</a></td>
      <td>${row.protocol}</td>
      <td class=${row.state === 'paid' ? 'good' : 'bad'}>${row.state}${row.refusal ? ` (${row.refusal})` : ''}</td>
      <td><a href=${pageOf('orders', row.order_id)}>${row.order_id}</a></td>
      <td>${row.user_id ? html`<a href=${pageOf('users', row.user_id)}>${row.user_id}</a>` : '–'}</td>
      <td class="n">${number(row.attempts)}</td>
      <td>${row.node}</td>
    </tr>`;
}

export function Transactions({ query, onState }) {
  const { asked, ended, path } = read(query);
  const { data, problem } = useLive(path, onState);
  const { rows, fresh, show } = useStill(data?.transactions, keyOf, path);
  const [retrying, setRetrying] = useState(null);
  useEffect(() => { document.title = 'Transactions – Tercet'; }, []);
  const open = [...new Set(rows.filter((one) => !one.gone && !ended).map((one) => one.row.transaction_id))];
  const limit = Number(asked.get('limit') || 100);
  return html`
    <h1>Transactions</h1>
    <p class="tabs">
      <a href="#/transactions" aria-current=${ended ? undefined : 'page'}>Open</a>
      <a href="#/transactions?ended=true" aria-current=${ended ? 'page' : undefined}>Ended in the last hour</a>
    </p>
    <${Filter} asked=${asked} ended=${ended} />
    <${Problem} problem=${problem} />
    <${Silent} nodes=${data?.silent_nodes} />
    <p class="buttons" role="status">
      <button class=${fresh ? 'primary' : ''} disabled=${!data} onClick=${show}>${fresh ? `Show ${fresh} new` : 'Refresh'}</button>
      ${!ended && html`<button disabled=${open.length === 0} onClick=${() => setRetrying(open)}>Retry these ${open.length}…</button>`}
      ${data && (rows.length === 0 ? (ended ? 'None.' : 'Nothing is open.') : rows.length === 1 ? '1 row' : `${rows.length} rows`)}
    </p>
    <div class="wide"><table class="transactions">
      <caption>${ended ? 'The last one first' : 'The oldest first'}</caption>
      <thead><tr><th class="n">${ended ? 'Ended' : 'Age'}</th><th>Transaction</th><th>Protocol</th><th>State</th><th>Order</th>
        <th>User</th><th class="n">Tries</th><th>${ended ? 'Node' : 'Waits for'}</th></tr></thead>
      <tbody>${rows.map(({ key, row, gone }) => (ended
        ? html`<${EndedRow} key=${key} row=${row} />`
        : html`<${OpenRow} key=${key} row=${row} gone=${gone} />`))}</tbody>
    </table></div>
    ${data?.next && html`<p class="buttons">
      ${limit < 500 && html`<button onClick=${() => go(asked, { limit: String(Math.min(500, limit + 200)) })}>Show more</button>`}
      <button onClick=${() => go(asked, { after: data.next })}>Next page</button></p>`}
    ${retrying && html`<${ActDialog} title="Retry" action="retry" ids=${retrying} close=${() => setRetrying(null)}
      explanation=${`Wakes all records of ${retrying.length} transactions, one after the other. Each asks again what it waits for. No outcome changes.`} />`}`;
}
