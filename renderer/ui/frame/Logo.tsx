/** Half solid, half hatched: certain and promised money. */
export function Logo({ sizePx = 24 }: { readonly sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--promised-ground)" />
      <path
        d="M13 16 22 7M13 22.5 22.5 13M13 9.500 20 2.500"
        stroke="var(--promised-hatch)"
        strokeWidth="2.5"
      />
      <path d="M7 1h5v22H7a6 6 0 0 1-6-6V7a6 6 0 0 1 6-6Z" fill="var(--accent)" />
      <rect x="1" y="1" width="22" height="22" rx="6" fill="none" stroke="var(--accent)" />
    </svg>
  );
}
