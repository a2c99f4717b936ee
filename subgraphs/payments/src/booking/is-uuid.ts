const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what can be one of our ids; everything else is simply not there. */
export const isUuid = (text: string): boolean => UUID.test(text);
