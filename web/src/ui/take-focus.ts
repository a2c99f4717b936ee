/** A `ref` for what comes to stand where the focus was, so that the focus is never lost after an action. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus();
