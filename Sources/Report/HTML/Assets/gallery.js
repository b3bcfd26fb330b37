// The viewer: a photograph under switchable layers.

const galleries = [];

class Gallery {
  constructor(figure) {
    this.figure = figure;
    this.id = figure.dataset.gallery;
    this.items = JSON.parse(figure.querySelector("[data-items]").textContent);
    this.addresses = new Map();
    this.index = 0;
    this.layers = this.items.reduce((most, item) =>
      item.layers.length > most.length ? item.layers : most, []);
    const preferred = this.layers.find(layer => layer.id === "sepl") || this.layers[0];
    this.active = new Set(preferred ? [preferred.id] : []);
    this.opacity = 0.9;
    this.mode = "overlay";
    this.split = 50;
    this.other = "";
    this.view = { scale: 1, x: 0, y: 0 };
    this.build();
    this.show(0);
  }

  // An image's address: as it stands in the contact sheet, or a blob made when first asked for.
  address(index, layer) {
    const key = index + "." + layer;
    if (!this.addresses.has(key)) {
      const source = this.figure.querySelector(`[data-image="${key}"]`);
      let address = "";
      if (source && source.tagName === "IMG") address = source.src;
      else if (source) {
        const text = atob(source.textContent);
        const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
        address = URL.createObjectURL(new Blob([bytes], { type: source.dataset.type }));
        source.remove();
      }
      this.addresses.set(key, address);
    }
    return this.addresses.get(key);
  }

  build() {
    this.stage = make("div", { class: "stage" });
    this.panel = make("div", { class: "panel" });
    this.strip = make("div", { class: "strip", role: "group", "aria-label": "Images" });
    this.spoken = make("div", { class: "spoken", "aria-live": "polite" });
    this.buildPanel();
    this.buildStrip();
    const viewer = this.figure.querySelector(".viewer");
    const keys = (...names) => names.map(name => make("kbd", {}, name));
    const last = String(Math.min(9, this.layers.length));
    const hint = make("p", { class: "hint" }, ...keys("j", "k"), " next and previous \u00b7 ",
      ...keys("1", "\u2013", last), " layers \u00b7 ", ...keys("o"),
      " photograph only \u00b7 ", ...keys("+", "\u2212", "0"), " zoom, drag to move");
    viewer.append(this.stage, this.panel, this.strip, hint, this.spoken);
    viewer.hidden = false;
    this.setUpPointer();
  }

  buildPanel() {
    this.heading = make("h4");
    this.position = make("p", { class: "at" });
    const modes = { overlay: "Overlay", split: "Split", blink: "Blink" };
    this.modeButtons = Object.entries(modes).map(([mode, name]) => make("button", {
      type: "button", "data-mode": mode, onclick: () => this.setMode(mode),
    }, name));
    this.layerButtons = this.layers.map((layer, index) => make("button", {
      type: "button", "data-layer": layer.id, onclick: () => this.toggle(layer.id),
    }, layer.name, index < 9 ? make("kbd", {}, String(index + 1)) : null));
    const range = (value, onInput) => make("input", {
      type: "range", min: 0, max: 100, value,
      oninput: event => { onInput(Number(event.target.value)); this.place(); },
    });
    const opacity = range(this.opacity * 100, value => { this.opacity = value / 100; });
    this.splitRange = range(this.split, value => { this.split = value; });
    this.otherSelect = make("select", {
      onchange: event => { this.other = event.target.value; this.draw(); },
    }, make("option", { value: "" }, "Photograph"),
      ...this.layers.map(layer => make("option", { value: layer.id }, layer.name)));
    this.splitControls = make("div", {},
      make("label", {}, "Divider", this.splitRange),
      make("label", {}, "Left", this.otherSelect));
    this.measures = make("dl", { class: "measures" });
    this.legend = make("ul", { class: "legend" });
    const controls = make("div", {},
      make("div", { class: "modes", role: "group", "aria-label": "View" }, ...this.modeButtons),
      make("div", { class: "layers", role: "group", "aria-label": "Layers" },
        ...this.layerButtons),
      make("label", {}, "Opacity", opacity), this.splitControls);
    controls.hidden = !this.layers.length;
    this.panel.append(this.heading, this.position, controls, this.measures, this.legend);
  }

  buildStrip() {
    this.thumbnails = this.items.map((item, index) => {
      const image = make("img", { alt: "", decoding: "async" });
      return make("button", {
        type: "button", "aria-label": (item.id + " " + item.badge).trim(),
        onclick: () => { this.show(index); this.save(); },
      }, image, item.badge ? make("span", {}, item.badge) : null);
    });
    this.strip.append(...this.thumbnails);
    if (this.items.length < 2) this.strip.hidden = true;
    const seen = new IntersectionObserver(entries => {
      for (const entry of entries.filter(each => each.isIntersecting)) {
        const index = this.thumbnails.indexOf(entry.target);
        entry.target.querySelector("img").src = this.address(index, 0);
        seen.unobserve(entry.target);
      }
    }, { rootMargin: "200px" });
    this.thumbnails.forEach(button => seen.observe(button));
  }

  get item() { return this.items[this.index]; }

  show(index) {
    this.index = (index + this.items.length) % this.items.length;
    this.view = { scale: 1, x: 0, y: 0 };
    const item = this.item;
    this.heading.textContent = item.id;
    this.position.textContent = [(this.index + 1) + " of " + this.items.length, item.badge]
      .filter(Boolean).join(" \u00b7 ");
    this.measures.replaceChildren(...item.measures.flatMap(([name, value]) =>
      [make("dt", {}, name), make("dd", {}, value)]));
    this.measures.hidden = !item.measures.length;
    this.legend.replaceChildren(...item.legend.map(([name, color]) => {
      const swatch = make("i");
      swatch.style.background = color;
      return make("li", {}, swatch, name);
    }));
    this.thumbnails.forEach((button, each) =>
      button.setAttribute("aria-current", String(each === this.index)));
    const current = this.thumbnails[this.index];
    const left = current.offsetLeft - this.strip.offsetLeft;
    this.strip.scrollLeft = left - (this.strip.clientWidth - current.clientWidth) / 2;
    this.draw();
  }

  // Photograph and layers, rebuilt when the image or the set of layers changes.
  plate(layers, description) {
    const plate = make("div", { class: "plate" });
    plate.append(make("img", { alt: description, src: this.address(this.index, 0) || false }));
    this.item.layers.forEach((layer, index) => {
      if (!layers.has(layer.id)) return;
      plate.append(make("img", { alt: layer.name, class: "layer",
        src: this.address(this.index, index + 1) || false }));
    });
    return plate;
  }

  names(layers) {
    const names = this.item.layers.filter(layer => layers.has(layer.id)).map(each => each.name);
    return names.length ? names.join(" + ") : "Photograph";
  }

  draw() {
    const item = this.item;
    this.stage.style.aspectRatio = item.width + " / " + item.height;
    this.stage.style.maxWidth = `calc(76vh * ${item.width / item.height})`;
    const plates = [this.plate(this.active, "Photograph " + item.id)];
    const extra = [];
    if (this.mode === "split") {
      const others = new Set(this.other ? [this.other] : []);
      plates.push(this.plate(others, ""));
      extra.push(make("div", { class: "divider" }),
        make("span", { class: "label left" }, this.names(others)),
        make("span", { class: "label right" }, this.names(this.active)));
    }
    this.plates = plates;
    this.stage.replaceChildren(...plates, ...extra);
    this.stage.dataset.layers = Array.from(this.active).join(",");
    this.splitControls.hidden = this.mode !== "split";
    for (const button of this.modeButtons) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === this.mode));
    }
    for (const button of this.layerButtons) {
      button.setAttribute("aria-pressed", String(this.active.has(button.dataset.layer)));
      button.hidden = !item.layers.some(layer => layer.id === button.dataset.layer);
    }
    this.spoken.textContent = item.id + ", " + this.names(this.active);
    this.place();
  }

  // What changes without new images: opacity, divider, zoom, and the blinking layers.
  place() {
    const { scale, x, y } = this.view;
    for (const plate of this.plates) {
      plate.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      for (const layer of all(".layer", plate)) {
        layer.style.opacity = this.isBlinked ? 0 : this.opacity;
      }
    }
    this.stage.classList.toggle("zoomed", scale > 1);
    const divider = this.stage.querySelector(".divider");
    if (!divider) return;
    divider.style.left = this.split + "%";
    const edge = (this.stage.clientWidth * this.split / 100 - x) / scale;
    this.plates[1].style.clipPath = `inset(0 calc(100% - ${edge}px) 0 0)`;
  }

  setMode(mode) {
    this.mode = mode;
    clearInterval(this.timer);
    this.isBlinked = false;
    if (mode === "blink") {
      this.timer = setInterval(() => { this.isBlinked = !this.isBlinked; this.place(); }, 700);
    }
    this.draw();
    this.save();
  }

  toggle(id) {
    if (!this.active.delete(id)) this.active.add(id);
    this.draw();
    this.save();
  }

  zoom(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    const scale = Math.min(12, Math.max(1, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.move(scale, x - (x - this.view.x) * ratio, y - (y - this.view.y) * ratio);
  }

  // Keeps the image over the whole stage.
  move(scale, x, y) {
    const least = { x: this.stage.clientWidth * (1 - scale),
      y: this.stage.clientHeight * (1 - scale) };
    this.view = { scale, x: Math.min(0, Math.max(least.x, x)),
      y: Math.min(0, Math.max(least.y, y)) };
    this.place();
  }

  setUpPointer() {
    const stage = this.stage;
    stage.addEventListener("wheel", event => {
      if (!event.ctrlKey && !event.metaKey && this.view.scale === 1) return;
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    stage.addEventListener("dblclick", event => {
      const box = stage.getBoundingClientRect();
      if (this.view.scale > 1) this.move(1, 0, 0);
      else this.zoom(3, event.clientX - box.left, event.clientY - box.top);
    });
    let last = null;
    stage.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      last = event;
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", event => {
      if (!last) return;
      if (this.view.scale > 1) {
        this.move(this.view.scale, this.view.x + event.clientX - last.clientX,
          this.view.y + event.clientY - last.clientY);
      } else if (this.mode === "split") {
        const box = stage.getBoundingClientRect();
        this.split = Math.min(100, Math.max(0, 100 * (event.clientX - box.left) / box.width));
        this.splitRange.value = this.split;
        this.place();
      }
      last = event;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, () => { last = null; });
    }
  }

  key(event) {
    const layer = this.layers[Number(event.key) - 1];
    if (event.key === "j" || event.key === "k") this.show(this.index + (event.key === "j" ? 1 : -1));
    else if (layer) return this.toggle(layer.id);
    else if (event.key === "o") {
      this.kept = this.active.size ? this.active : this.kept;
      this.active = this.active.size ? new Set() : new Set(this.kept);
      this.draw();
    } else if (event.key === "+" || event.key === "=") return this.zoom(1.5);
    else if (event.key === "-") return this.zoom(1 / 1.5);
    else if (event.key === "0") return this.move(1, 0, 0);
    else return;
    this.save();
  }

  save() {
    remember({
      img: this.item.id, layers: Array.from(this.active).join(","),
      in: galleries.length > 1 ? this.id : null, view: this.mode === "split" ? "split" : null,
    });
  }

  reveal(id) {
    const index = this.items.findIndex(item => item.id === id);
    if (index < 0) return;
    this.show(index);
    this.figure.scrollIntoView({ block: "center", behavior: "instant" });
  }
}

function setUpGalleries() {
  for (const figure of all("[data-gallery]")) {
    if (JSON.parse(figure.querySelector("[data-items]").textContent).length) {
      galleries.push(new Gallery(figure));
    }
  }
  // Keys go to the gallery nearest the middle of the window, if any can be seen.
  addEventListener("keydown", event => {
    if (isTyping(event)) return;
    const distance = gallery => {
      const box = gallery.stage.getBoundingClientRect();
      if (box.bottom < 0 || box.top > innerHeight) return Infinity;
      return Math.abs((box.top + box.bottom - innerHeight) / 2);
    };
    const nearest = galleries.reduce((best, gallery) =>
      !best || distance(gallery) < distance(best) ? gallery : best, null);
    if (nearest && distance(nearest) < Infinity) nearest.key(event);
  });
}

// `#img=2007_000032&layers=seed,sepl` opens an image with its layers.
function followAddress() {
  const wanted = settings();
  if (!wanted.has("img")) return;
  const holds = gallery => gallery.items.some(item => item.id === wanted.get("img"));
  const gallery = galleries.find(each => each.id === wanted.get("in") && holds(each))
    || galleries.find(holds);
  if (!gallery) return;
  if (wanted.has("layers")) {
    const known = new Set(gallery.layers.map(layer => layer.id));
    gallery.active = new Set(wanted.get("layers").split(",").filter(id => known.has(id)));
  }
  if (wanted.get("view") === "split") gallery.mode = "split";
  gallery.reveal(wanted.get("img"));
}
