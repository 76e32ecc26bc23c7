// A crosshair with the values under it; everything else of the page works without.
for (const svg of document.querySelectorAll('svg[data-lines]')) {
  const lines = JSON.parse(svg.dataset.lines).filter((line) => line.points.length > 0);
  const cross = svg.querySelector('.cross');
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  svg.parentElement.append(tip);

  const nearest = (points, x) =>
    points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));

  svg.addEventListener('pointermove', (event) => {
    if (lines.length === 0) return;
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const found = lines.map((line) => ({ line, point: nearest(line.points, x) }));
    const at = found[0].point;
    cross.setAttribute('x1', at[0]);
    cross.setAttribute('x2', at[0]);
    cross.style.visibility = 'visible';
    tip.replaceChildren(at[1], ...found.map(({ line, point }) => {
      const row = document.createElement('div');
      const color = document.createElement('i');
      color.className = 'c' + line.color;
      row.append(color, line.name + ': ' + point[2]);
      return row;
    }));
    tip.hidden = false;
    const isRight = at[0] > svg.viewBox.baseVal.width / 2;
    const inset = box.left - svg.parentElement.getBoundingClientRect().left;
    const place = inset + (at[0] / svg.viewBox.baseVal.width) * box.width;
    tip.style.left = isRight ? 'auto' : place + 12 + 'px';
    tip.style.right = isRight ? svg.parentElement.clientWidth - place + 12 + 'px' : 'auto';
    tip.style.top = event.clientY - svg.parentElement.getBoundingClientRect().top + 12 + 'px';
  });
  svg.addEventListener('pointerleave', () => {
    cross.style.visibility = 'hidden';
    tip.hidden = true;
  });
}
