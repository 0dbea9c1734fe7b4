// The icons of the pages, drawn on a grid of 16 by 16 in the colour of the text beside them. They are decoration: what they mean
// is always said in words, too.

const drawings = {
  waiting: <circle cx="8" cy="8" r="5.5" stroke-dasharray="2.2 2.1" />,
  ready: <circle cx="8" cy="8" r="5.5" />,
  preparing: <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" />,
  running: <path d="M13.5 8a5.5 5.5 0 1 1-3.4-5.1" />,
  verifying: <path d="M6 2.5h4M6.8 2.5v4L3.6 12a1 1 0 0 0 .9 1.5h7a1 1 0 0 0 .9-1.5L9.2 6.5v-4M5.2 9.8h5.6" />,
  review: (
    <path d="M4.5 6v4M4.5 2.5a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM4.5 10a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM11.5 10a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM11.5 10V6a1.6 1.6 0 0 0-1.6-1.6H8M9.6 2.6 7.8 4.4l1.8 1.8" />
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="6.1" fill="currentColor" stroke="none" />
      <path class="cut" d="m5.2 8.2 2 2 3.7-4.1" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.1" fill="currentColor" stroke="none" />
      <path class="cut" d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" />
    </>
  ),
  cancelled: <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM4.2 4.2l7.6 7.6" />,
  skipped: <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM5.5 8h5" />,
  person: <path d="M8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM3 13.5c.3-2.6 2.2-4 5-4s4.7 1.4 5 4" />,
  play: <path d="M4.5 2.8v10.4L12.8 8Z" />,
  pause: <path d="M5 3v10M11 3v10" />,
  stop: <path d="M4 4h8v8H4z" />,
  retry: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 5.9M13 2.6v3.3H9.7" />,
  search: <path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3l3.2 3.2" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fit: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  chevron: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  file: <path d="M9 2.5H4v11h8v-8ZM9 2.5v3h3" />,
  terminal: <path d="M2.5 3h11v10h-11zM5 6l2 2-2 2M8.5 10h2.5" />,
  log: <path d="M3 4h10M3 8h10M3 12h6" />,
  folder: <path d="M2.5 4v8.5h11V5.5H8L6.5 4Z" />,
  link: <path d="M7 3.5H3v9.5h9.5V9M9.5 2.5h4v4M13.5 2.5 7.5 8.5" />,
  comment: <path d="M2.5 3h11v8h-6l-3 2.5V11h-2z" />,
  warning: <path d="M8 2.5 14 13H2ZM8 6.5v3M8 11v.6" />,
  info: <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 7.3V11M8 5v.6" />,
  merge: (
    <path d="M4.5 6v4M4.5 2.5a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM4.5 10a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM11.5 7.5a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM4.5 6c.5 2 2.2 3.25 5.25 3.25" />
  ),
  closedPull: (
    <path d="M4.5 6v4M4.5 2.5a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM4.5 10a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM11.5 10a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM11.5 10V7.2M9.9 2.7l3.2 3.2m0-3.2L9.9 5.9" />
  ),
  diff: <path d="M8 3v6M5 6h6M5 12.5h6" />,
  task: <path d="M3 3h10v10H3zM5.5 8.2l1.8 1.8 3.3-3.8" />,
  clock: <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2.2 1.5" />,
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, spins = false }: { name: IconName; spins?: boolean }) {
  return (
    <svg class={spins ? 'icon spins' : 'icon'} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
