const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what can be an id of ours; anything else is simply not there. */
export const isId = (text: string): boolean => UUID.test(text);
