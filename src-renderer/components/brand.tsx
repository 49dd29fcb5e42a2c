/** The mark of the application: a small image map with one lane. */
export function Brand({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="4" width="3" height="8" rx="1" fill="var(--map-header)" />
      <rect x="5" y="4" width="2.5" height="8" rx="1" fill="var(--map-definition)" />
      <rect x="8.5" y="4" width="10.5" height="8" rx="1" fill="var(--map-directory-1)" />
      <rect x="1" y="14" width="18" height="2.5" rx="1.25" fill="var(--green-mark)" />
    </svg>
  )
}
