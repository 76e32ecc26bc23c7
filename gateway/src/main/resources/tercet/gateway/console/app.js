// The console. Each page has an address after the number sign, such as #/transactions?waits-for=payment.

import { html, render, useEffect, useState } from './lib/htm-preact.js';
import { setToken } from './api.js';
import { Overview } from './overview.js';
import { Transactions } from './transactions.js';
import { TransactionPage } from './transaction.js';
import { RecordPage } from './records.js';
import { pageOf } from './parts.js';

const KNOWN_NODES = 'tercet-nodes';

function place() {
  const text = location.hash.replace(/^#/, '') || '/';
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = mark < 0 ? '' : text.slice(mark + 1);
  const names = path.split('/').slice(1);
  let id = '';
  try {
    id = decodeURIComponent(names[1] || '');
  } catch {
    // An address with a broken escape names nothing.
  }
  return { page: names[0] || 'overview', id, query };
}

function Page({ at, onState }) {
  if (at.page === 'transactions' && at.id) {
    return html`<${TransactionPage} key=${at.id} id=${at.id} onState=${onState} />`;
  }
  if (at.page === 'transactions') return html`<${Transactions} query=${at.query} onState=${onState} />`;
  if (['orders', 'users', 'items'].includes(at.page) && at.id) {
    return html`<${RecordPage} key=${at.page + at.id} kind=${at.page} id=${at.id} onState=${onState} />`;
  }
  if (at.page === 'overview') return html`<${Overview} onState=${onState} onNodes=${remember} />`;
  return html`<p>There is no such page. <a href="#/">Overview</a></p>`;
}

/** Other nodes' consoles, for when this one is away. */
function remember(nodes) {
  const others = nodes.filter((one) => one.admin && one.node !== nodes.asked)
    .map((one) => ({ node: one.node, admin: one.admin }));
  sessionStorage.setItem(KNOWN_NODES, JSON.stringify(others));
}

function Away() {
  const others = JSON.parse(sessionStorage.getItem(KNOWN_NODES) || '[]');
  return html`
    <div class="banner" role="alert">
      This node does not answer; the page shows the last that it said, and asks again.
      ${others.length > 0 && html` Go on at
        ${others.map((one) => html` <a href=${`${one.admin}/${location.hash}`}>${one.node}</a>`)}.`}
    </div>`;
}

function Search() {
  const [kind, setKind] = useState('transactions');
  const [id, setId] = useState('');
  function go(event) {
    event.preventDefault();
    if (id.trim()) location.hash = pageOf(kind, id.trim());
  }
  return html`
    <form role="search" class="search" onSubmit=${go}>
      <select aria-label="Kind" value=${kind} onChange=${(event) => setKind(event.target.value)}>
        <option value="transactions">transaction</option>
        <option value="orders">order</option>
        <option value="users">user</option>
        <option value="items">item</option>
      </select>
      <input aria-label="Id" placeholder="id" value=${id} onInput=${(event) => setId(event.target.value)} />
      <button>Go</button>
    </form>`;
}

function TokenForm({ status, done }) {
  const [text, setText] = useState('');
  function save(event) {
    event.preventDefault();
    setToken(text.trim());
    done();
  }
  return html`
    <form class="token" onSubmit=${save}>
      <h1>A token is needed</h1>
      <p>${status === 403
        ? 'The token is known, and lacks the scope operator; or this page came from an address that the shop does not serve.'
        : 'This shop answers only those with a token of the scope operator. This tab keeps it until it is closed.'}</p>
      <label>Token <input type="password" name="token" autocomplete="off" value=${text} autofocus
        onInput=${(event) => setText(event.target.value)} /></label>
      <button class="primary">Go on</button>
    </form>`;
}

function App() {
  const [at, setAt] = useState(place());
  const [state, setState] = useState('waiting');
  const [refused, setRefused] = useState(0);
  const [lostAt, setLostAt] = useState(false);
  useEffect(() => {
    const move = () => {
      setAt(place());
      document.querySelector('main')?.focus();
    };
    const refuse = (event) => setRefused(event.detail);
    window.addEventListener('hashchange', move);
    window.addEventListener('tercet-refused', refuse);
    return () => {
      window.removeEventListener('hashchange', move);
      window.removeEventListener('tercet-refused', refuse);
    };
  }, []);
  useEffect(() => {
    if (state === 'live') {
      setLostAt(false);
      return undefined;
    }
    const timer = setTimeout(() => setLostAt(true), 1_500);
    return () => clearTimeout(timer);
  }, [state]);
  const current = (page) => (at.page === page ? 'page' : undefined);
  return html`
    <header>
      <a class="name" href="#/">Tercet</a>
      <nav aria-label="Pages">
        <a href="#/" aria-current=${current('overview')}>Overview</a>
        <a href="#/transactions" aria-current=${current('transactions')}>Transactions</a>
      </nav>
      <${Search} />
      <span class=${`state ${state}`} role="status">${state === 'live' ? '● live' : '○ connecting'}</span>
    </header>
    <main tabindex="-1">
      ${refused
        ? html`<${TokenForm} status=${refused} done=${() => setRefused(0)} />`
        : html`${lostAt && html`<${Away} />`}<${Page} at=${at} onState=${setState} />`}
    </main>`;
}

render(html`<${App} />`, document.getElementById('app'));
