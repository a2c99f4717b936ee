/** The one style of all pages: system fonts, both colour schemes, usable at 320 px and 400 % zoom. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b2430;--paper:#fff;--quiet:#566273;--line:#7c8798;--accent:#0b5fa5;--on-accent:#fff;--fault:#a8201a;--fault-paper:#fdeeed;--good:#1d6b3a}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf3;--paper:#12181f;--quiet:#a8b3c1;--line:#8391a3;--accent:#7ab8ee;--on-accent:#0c1520;--fault:#ffb4ab;--fault-paper:#3a1512;--good:#86d6a2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;padding:2rem 1rem 3rem}
header{max-width:26rem;margin:0 auto;padding:1rem 1rem 0;font-weight:600}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
a{color:var(--accent)}
form{margin:0 0 1.5rem}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input:not([type=hidden]){width:100%;min-height:44px;padding:.5rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.375rem}
input[aria-invalid=true]{border:2px solid var(--fault)}
button{width:100%;min-height:44px;margin-top:1.5rem;padding:.5rem 1rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:2px solid var(--accent);border-radius:.375rem;cursor:pointer}
button.quiet{margin-top:.75rem;color:var(--accent);background:transparent}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.hint{color:var(--quiet);font-size:.9375rem;margin:.25rem 0 0}
.fault{color:var(--fault);font-size:.9375rem;margin:.25rem 0 0}
[role=alert]{color:var(--fault);background:var(--fault-paper);border-left:4px solid var(--fault);padding:.75rem 1rem;margin:0 0 1rem}
[role=status]{border-left:4px solid var(--good);padding:.75rem 1rem;margin:0 0 1rem}
ul{padding-left:1.25rem}
`.trim();
