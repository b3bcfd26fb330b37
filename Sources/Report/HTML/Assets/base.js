// Everything the script does is an addition: without it the page still shows its text, figures and
// tables, and the first images of every gallery. Nothing is fetched, nothing is stored. The parts
// are joined into one script, this one first and start.js last.
"use strict";
const root = document.documentElement;
const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

// Builds an element; text children are text, never markup.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

// The part of the address after `#`, where it holds settings and not the id of a place.
const settings = () => {
  const hash = location.hash.slice(1);
  return new URLSearchParams(/^[a-z]+=/.test(hash) ? hash : "");
};
function remember(changes) {
  const next = settings();
  for (const [key, value] of Object.entries(changes)) {
    if (value == null) next.delete(key);
    else next.set(key, value);
  }
  const text = next.toString().replaceAll("%2C", ",");
  history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
}

const isTyping = event => event.ctrlKey || event.metaKey || event.altKey
  || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
