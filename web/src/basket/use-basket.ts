import { useSyncExternalStore } from 'react';
import { type Basket, readBasket } from './basket.js';

const KEY = 'fleetgraph.basket';
const watchers = new Set<() => void>();
let kept = { text: localStorage.getItem(KEY), basket: readBasket(localStorage.getItem(KEY)) };

/** The basket of this browser: the same in every tab, still there after signing in. */
export function useBasket(): Basket {
  return useSyncExternalStore(watch, current);
}

/** Changes the basket for every tab. */
export function changeBasket(change: (basket: Basket) => Basket): void {
  localStorage.setItem(KEY, JSON.stringify(change(current())));
  for (const tell of watchers) tell();
}

function current(): Basket {
  const text = localStorage.getItem(KEY);
  if (text !== kept.text) kept = { text, basket: readBasket(text) };
  return kept.basket;
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  addEventListener('storage', tell);
  return () => {
    watchers.delete(tell);
    removeEventListener('storage', tell);
  };
}
