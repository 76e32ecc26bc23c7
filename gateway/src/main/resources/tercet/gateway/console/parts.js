// Parts that several pages use.

import { html, useEffect, useRef, useState } from './lib/htm-preact.js';
import { act, get, live } from './api.js';
import { relative, span } from './format.js';

/** The address of a page, with the id as text, whatever characters it has. */
export function pageOf(kind, id) {
  return `#/${kind}/${encodeURIComponent(id)}`;
}

/** The latest answer of a path, while the part is on the page. */
export function useLive(path, onState) {
  const [answer, setAnswer] = useState({ data: null, problem: null, path });
  useEffect(() => {
    setAnswer({ data: null, problem: null, path });
    return live(path, {
      data: (data) => setAnswer({ data, problem: null, path }),
      problem: (problem) => setAnswer((last) => ({ ...last, problem, path })),
      state: onState,
    });
  }, [path]);
  return answer.path === path ? answer : { data: null, problem: null, path };
}

/** The answers of other paths, asked again every few seconds: a page has one stream. */
export function useAnswers(paths) {
  const [answers, setAnswers] = useState({});
  const key = paths.join(' ');
  useEffect(() => {
    let gone = false;
    let timer = 0;
    async function ask() {
      const all = await Promise.all(paths.map((path) => get(path).then((data) => ({ data }), (problem) => ({ problem }))));
      if (gone) return;
      setAnswers({ key, all });
      timer = setTimeout(ask, 3_000);
    }
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [key]);
  return answers.key === key ? answers.all : paths.map(() => ({}));
}

/** A moment: how long ago, with the exact time on hover. */
export function Moment({ at }) {
  return at ? html`<time datetime=${at} title=${at}>${relative(at)}</time>` : '–';
}

export function Age({ millis, since }) {
  return millis === undefined ? '–' : html`<span title=${since || ''}>${span(millis)}</span>`;
}

export function Problem({ problem }) {
  return problem && html`<p class="problem" role="alert">${problem.detail || problem.title}</p>`;
}

export function Silent({ nodes }) {
  return nodes && nodes.length > 0 && html`
    <p class="problem" role="alert">
      No answer from ${nodes.map((one) => `${one.node} (${one.why})`).join(', ')}: what only they know is missing here.
    </p>`;
}

/** Shards that an open record waits for. */
export function Awaited({ shards }) {
  return (shards || []).map((one) => html`
    <span class=${one.reachable ? 'awaited' : 'awaited away'}>
      ${one.shard} on ${one.nodes.join(' or ')}${one.reachable ? '' : ' (unreachable)'}
    </span>`);
}

/** Asks who acts and why, and does it. */
export function ActDialog({ title, explanation, ids, action, close }) {
  const dialog = useRef(null);
  const [who, setWho] = useState(sessionStorage.getItem('tercet-who') || '');
  const [why, setWhy] = useState('');
  const [results, setResults] = useState([]);
  const [running, setRunning] = useState(false);
  useEffect(() => dialog.current.showModal(), []);

  async function run(event) {
    event.preventDefault();
    sessionStorage.setItem('tercet-who', who);
    setRunning(true);
    for (const id of ids) {
      let result;
      try {
        result = await act(id, action, who, why);
      } catch {
        result = { ok: false, detail: 'The node did not answer, so it is not known whether it happened.' };
      }
      setResults((before) => [...before, { id, ...result }]);
    }
    setRunning(false);
  }

  const failed = results.filter((one) => !one.ok);
  const done = results.length === ids.length;
  return html`
    <dialog ref=${dialog} onClose=${close} aria-label=${title}>
      <form onSubmit=${run}>
        <h2>${title}</h2>
        <p>${explanation}</p>
        <label>Who <input name="who" required maxlength="200" value=${who}
          onInput=${(event) => setWho(event.target.value)} /></label>
        <label>Why <input name="why" required maxlength="1000" value=${why} autofocus
          onInput=${(event) => setWhy(event.target.value)} /></label>
        <p class="hint">Both go into the audit log.</p>
        ${results.length > 0 && html`
          <p role="status" class="result">
            ${results.length} of ${ids.length} asked, ${failed.length} refused.
            ${ids.length === 1 && results[0].ok && (results[0].detail || `${(results[0].woken || []).length} records woken.`)}
          </p>`}
        ${failed.slice(0, 5).map((one) => html`<p class="problem">${one.detail}</p>`)}
        <p class="buttons">
          <button type="button" onClick=${() => dialog.current.close()}>${done ? 'Close' : 'Cancel'}</button>
          ${!done && html`<button class="primary" disabled=${running}>${title}</button>`}
        </p>
      </form>
    </dialog>`;
}
