// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const dark = matchMedia('(prefers-color-scheme: dark)');

  // Numbers, in the one unit of the page.
  const trimmed = (value) => value.toFixed(2).replace(/\.00$/, '');
  const format = (value) => (value === 0 ? '0' : trimmed(value * data.unitFactor) + data.unit);
  const signed = (value) => (value > 0 ? '+' : '') + format(value);
  const share = (delta) => {
    if (!data.total) return '';
    return (delta > 0 ? '+' : '') + trimmed((100 * delta) / data.total) + '%';
  };
  const ratio = (base, current) => {
    if (base === 0) return current === 0 ? '' : 'new';
    return current === 0 ? 'gone' : '×' + (current / base).toFixed(2);
  };

  // The tree: nodes in depth-first order. Widths: 0 larger, 1 current, 2 base, 3 difference.
  const nodes = data.nodes.map(([depth, name, base, current, larger, difference, change]) => (
    { depth, name: data.names[name], base, current, widths: [larger, current, base, difference], change,
      parent: null, children: [] }));
  const open = [];
  for (const node of nodes) {
    open.length = node.depth;
    if (node.depth > 0) {
      node.parent = open[node.depth - 1];
      node.parent.children.push(node);
    }
    open.push(node);
  }
  const root = nodes[0];
  const worthColor = (node) => 'gsnx'.includes(node.change);
  let largest = 1;
  for (const node of nodes) {
    if (node !== root && worthColor(node)) largest = Math.max(largest, Math.abs(node.current - node.base));
  }

  // Blue is less and red is more, stronger for more of it; grey is the same or noise.
  const colorOf = (delta, isWorth) => {
    if (!isWorth || delta === 0) return dark.matches ? '#4a4e54' : '#dfe1e4';
    const strength = Math.sqrt(Math.min(1, Math.abs(delta) / largest));
    const hue = delta > 0 ? 8 : 214;
    const lightness = dark.matches ? 30 + 18 * strength : 92 - 30 * strength;
    return `hsl(${hue} ${25 + 55 * strength}% ${lightness}%)`;
  };
  const pattern = (context, x, y, width, height, change) => {
    if (change !== 'n' && change !== 'x') return;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.globalAlpha = 0.35;
    context.strokeStyle = context.fillStyle = dark.matches ? '#ffffff' : '#000000';
    context.beginPath();
    if (change === 'x') {
      for (let at = x - height - ((x - height) % 6); at < x + width; at += 6) {
        context.moveTo(at, y + height);
        context.lineTo(at + height, y);
      }
      context.stroke();
    } else {
      for (let at = x - (x % 6) + 3; at < x + width; at += 6) {
        context.fillRect(at, y + 4, 1.5, 1.5);
        context.fillRect(at + 3, y + height - 6, 1.5, 1.5);
      }
    }
    context.restore();
  };

  const canvas = byId('flame');
  const context = canvas.getContext('2d');
  const rowHeight = 18;
  let mode = 0, focus = root, found = null, boxes = [], hovered = null;

  // Lays out what the focus holds; its callers lie above it over the whole width.
  const layOut = (width) => {
    boxes = [];
    const above = [];
    for (let node = focus.parent; node; node = node.parent) above.unshift(node);
    for (const node of above) boxes.push({ node, x: 0, width });
    const whole = focus.widths[mode];
    if (whole <= 0) return;
    const stack = [[focus, 0]];
    while (stack.length) {
      const [node, begin] = stack.pop();
      const size = (node.widths[mode] / whole) * width;
      if (size < 0.5) continue;
      boxes.push({ node, x: begin, width: size });
      let at = begin;
      for (const child of node.children) {
        stack.push([child, at]);
        at += (child.widths[mode] / whole) * width;
      }
    }
  };
  // Names lose their path first, and are then cut from the front: their end tells them apart.
  const fitted = (prefix, name, width) => {
    const short = name.slice(name.lastIndexOf('/') + 1);
    for (const text of [prefix + name, prefix + short, short]) {
      if (context.measureText(text).width <= width) return text;
    }
    const keep = Math.floor(width / context.measureText('n').width) - 1;
    return keep < 4 ? '' : '…' + short.slice(-keep);
  };
  const paint = () => {
    const width = canvas.clientWidth, scale = devicePixelRatio || 1;
    layOut(width);
    const height = (1 + boxes.reduce((deepest, box) => Math.max(deepest, box.node.depth), 0)) * rowHeight + 1;
    canvas.style.height = height + 'px';
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    for (const { node, x, width: size } of boxes) {
      const y = node.depth * rowHeight, inner = Math.max(size - 1, 0.5);
      context.globalAlpha = found && !found.has(node) ? 0.3 : 1;
      context.fillStyle = colorOf(node.current - node.base, worthColor(node));
      context.fillRect(x, y, inner, rowHeight - 1);
      pattern(context, x, y, inner, rowHeight - 1, node.change);
      if (node === hovered) {
        context.strokeStyle = dark.matches ? '#ffffff' : '#000000';
        context.strokeRect(x + 0.5, y + 0.5, Math.max(inner - 1, 0), rowHeight - 2);
      }
      if (size > 24) {
        const word = node.change === 'n' ? 'new: ' : node.change === 'x' ? 'gone: ' : '';
        context.fillStyle = dark.matches ? '#f2f3f4' : '#1c1e21';
        const text = fitted(word, node.name, size - 8);
        if (text) context.fillText(text, x + 4, y + rowHeight / 2);
      }
      context.globalAlpha = 1;
    }
  };
  const words = { '=': '', g: 'grew', s: 'shrank', n: '', x: '', N: 'within noise' };
  const describe = (node) => {
    byId('detail').textContent = node
      ? `${node.name}: base ${format(node.base)}, current ${format(node.current)}, ` +
        `${signed(node.current - node.base)} ${share(node.current - node.base)} ` +
        `${ratio(node.base, node.current)} ${words[node.change]}`
      : 'Point at a frame for its numbers; click to zoom in, Escape to see all.';
  };
  const at = (event) => {
    const area = canvas.getBoundingClientRect();
    const x = event.clientX - area.left, depth = Math.floor((event.clientY - area.top) / rowHeight);
    const box = boxes.find((b) => b.node.depth === depth && x >= b.x && x < b.x + b.width);
    return box ? box.node : null;
  };
  const zoom = (node) => {
    focus = node;
    byId('all').disabled = focus === root;
    describe(node);
    paint();
  };
  canvas.addEventListener('mousemove', (event) => {
    const node = at(event);
    if (node === hovered) return;
    hovered = node;
    canvas.style.cursor = node ? 'pointer' : 'default';
    describe(node);
    paint();
  });
  canvas.addEventListener('mouseleave', () => { hovered = null; describe(null); paint(); });
  canvas.addEventListener('click', (event) => { const node = at(event); if (node) zoom(node); });
  canvas.addEventListener('keydown', (event) => {
    const siblings = focus.parent ? focus.parent.children.filter((n) => n.widths[mode] > 0) : [focus];
    const place = siblings.indexOf(focus);
    const next = {
      ArrowUp: focus.parent, Escape: root, Home: root,
      ArrowDown: focus.children.reduce((a, b) => (a && a.widths[mode] >= b.widths[mode] ? a : b), null),
      ArrowLeft: siblings[place - 1], ArrowRight: siblings[place + 1],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    zoom(next);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && focus !== root) zoom(root);
  });
  byId('all').addEventListener('click', () => zoom(root));
  byId('width').addEventListener('change', (event) => { mode = Number(event.target.value); zoom(root); });

  // Search, in the flame graph and in the table. Nested hits count once.
  const search = () => {
    const text = byId('search').value;
    const said = byId('hits');
    found = null;
    said.textContent = '';
    let expression = null;
    if (text) {
      try {
        expression = new RegExp(text, 'i');
      } catch (error) {
        said.textContent = String(error.message);
      }
    }
    if (expression) {
      found = new Set();
      let base = 0, current = 0, inside = -1;
      for (const node of nodes) {
        if (inside >= 0 && node.depth <= inside) inside = -1;
        if (!expression.test(node.name)) continue;
        found.add(node);
        if (inside >= 0) continue;
        inside = node.depth;
        base += node.base;
        current += node.current;
      }
      said.textContent = `${found.size} frames: base ${format(base)}, current ${format(current)}, ` +
        signed(current - base);
    }
    for (const row of rows) row.element.hidden = Boolean(expression) && !expression.test(row.name);
    paint();
  };
  byId('search').addEventListener('input', search);

  // The table.
  const rows = data.functions.map(([name, baseFlat, flat, baseCum, cum, flatChange, cumChange]) => (
    { name: data.names[name], baseFlat, flat, deltaFlat: flat - baseFlat, baseCum, cum, deltaCum: cum - baseCum,
      ratio: baseCum === 0 ? (cum === 0 ? 1 : Infinity) : cum / baseCum, flatChange, cumChange }));
  const cell = (row, text, change, delta) => {
    const made = row.insertCell();
    made.textContent = text;
    if (change !== undefined) made.className = change === '=' || change === 'N' ? 'noise' : delta > 0 ? 'more' : 'less';
  };
  const body = byId('rows');
  for (const row of rows) {
    const element = (row.element = body.insertRow());
    cell(element, format(row.baseFlat));
    cell(element, format(row.flat));
    cell(element, signed(row.deltaFlat), row.flatChange, row.deltaFlat);
    cell(element, format(row.baseCum));
    cell(element, format(row.cum));
    cell(element, signed(row.deltaCum), row.cumChange, row.deltaCum);
    cell(element, share(row.deltaCum), row.cumChange, row.deltaCum);
    cell(element, ratio(row.baseCum, row.cum));
    cell(element, row.name);
  }
  let sorted = null, down = true;
  for (const header of document.querySelectorAll('th')) {
    header.querySelector('button').addEventListener('click', () => {
      const key = header.dataset.key;
      down = sorted === key ? !down : key !== 'name';
      sorted = key;
      const sign = down ? -1 : 1;
      rows.sort((a, b) => sign * (key === 'name' ? a.name.localeCompare(b.name) : (a[key] > b[key]) - (a[key] < b[key])));
      for (const other of document.querySelectorAll('th')) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      body.append(...rows.map((row) => row.element));
    });
  }

  const legend = () => {
    for (const sign of document.querySelectorAll('.legend canvas')) {
      const [delta, change] = { more: [largest, 'g'], less: [-largest, 's'], same: [0, '='],
        new: [largest, 'n'], gone: [-largest, 'x'] }[sign.dataset.sign];
      const ink = sign.getContext('2d');
      ink.clearRect(0, 0, sign.width, sign.height);
      ink.fillStyle = colorOf(delta, change !== '=');
      ink.fillRect(0, 0, sign.width, sign.height);
      pattern(ink, 0, 0, sign.width, sign.height, change);
    }
    byId('scale').textContent = `the strongest colours stand for ${format(largest)}`;
  };
  dark.addEventListener('change', () => { legend(); paint(); });
  addEventListener('resize', paint);
  describe(null);
  legend();
  paint();
})();
