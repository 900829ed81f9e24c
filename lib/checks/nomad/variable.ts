/** A variable as Nomad sees it in a text: it is filled in on the client. */
export const VARIABLE = /\$\{[a-zA-Z0-9_\-.]+\}/;
