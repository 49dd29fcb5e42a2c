/**
 * The shapes of all icons, once in the page as symbols of 16 by 16; `Icon` refers to them by name.
 * Strokes take the text colour; verdict shapes cut their tick with `--cut`, which every container
 * that has a background of its own sets to that background.
 */
import { memo, type ReactNode } from 'react'
import { MapPatterns } from './image-map/map-patterns.tsx'

export const iconShapes = {
  'verdict-verified': (
    <>
      <path d="M8 1.6 13.6 3.5v4.2c0 3.2-2.2 5.6-5.6 6.8-3.4-1.2-5.6-3.6-5.6-6.8V3.5Z" fill="currentColor" />
      <path d="M5.3 7.9 7.3 9.9 10.9 6" stroke="var(--cut)" strokeWidth="1.6" />
    </>
  ),
  'verdict-yours': (
    <>
      <path d="M8 1.6 13.6 3.5v4.2c0 3.2-2.2 5.6-5.6 6.8-3.4-1.2-5.6-3.6-5.6-6.8V3.5Z" fill="currentColor" />
      <circle cx="8" cy="5.9" r="1.7" stroke="var(--cut)" strokeWidth="1.3" />
      <path d="M8 7.6v4M8 9.7h1.7" stroke="var(--cut)" strokeWidth="1.3" />
    </>
  ),
  'verdict-accepted': (
    <>
      <path d="M8 1.6 13.6 3.5v4.2c0 3.2-2.2 5.6-5.6 6.8-3.4-1.2-5.6-3.6-5.6-6.8V3.5Z" />
      <path d="M5.4 7.9 7.3 9.8 10.8 6.1" />
    </>
  ),
  'verdict-unknown': (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M6.1 6.3a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .8-1 1.5" />
      <circle cx="8" cy="11.4" r=".9" fill="currentColor" stroke="none" />
    </>
  ),
  'verdict-expired': (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.6V8l2.4 1.6" />
    </>
  ),
  'verdict-expired-before': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="currentColor" />
      <path d="M8 4.6V8l2.4 1.6" stroke="var(--cut)" strokeWidth="1.5" />
    </>
  ),
  'verdict-superseded': (
    <>
      <circle cx="4.4" cy="5.2" r="2.6" />
      <path d="M7 5.2h7M11.2 5.2v2.3M13.6 5.2v1.8" />
      <path d="M2.6 12.4h9.8M10 10l2.4 2.4L10 14.8" />
    </>
  ),
  'verdict-partly-signed': (
    <>
      <path d="M8 1.6 13.6 3.5v4.2c0 3.2-2.2 5.6-5.6 6.8-3.4-1.2-5.6-3.6-5.6-6.8V3.5Z" />
      <path d="M8 1.6v12.9c-3.4-1.2-5.6-3.6-5.6-6.8V3.5Z" fill="currentColor" />
    </>
  ),
  'verdict-changed': (
    <>
      <path
        d="M8 1.3L9.49 2.45L11.35 2.2L12.07 3.93L13.8 4.65L13.55 6.51L14.7 8L13.55 9.49L13.8 11.35L12.07 12.07L11.35 13.8L9.49 13.55L8 14.7L6.51 13.55L4.65 13.8L3.93 12.07L2.2 11.35L2.45 9.49L1.3 8L2.45 6.51L2.2 4.65L3.93 3.93L4.65 2.2L6.51 2.45Z"
        fill="currentColor"
      />
      <path
        d="M9.7 .6 6.8 6.3 9.5 8.5 6.9 10.3 8.3 15.6"
        stroke="var(--cut)"
        strokeWidth="1.8"
        strokeLinejoin="miter"
      />
    </>
  ),
  'verdict-rejected': (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m3.7 3.7 8.6 8.6" />
    </>
  ),
  'verdict-revoked': (
    <>
      <circle cx="4.4" cy="5.2" r="2.6" />
      <path d="M7 5.2h7M11.2 5.2v2.3M13.6 5.2v1.8" />
      <path d="m8.4 9.8 4.6 4.6M13 9.8l-4.6 4.6" />
    </>
  ),
  'verdict-not-signed': (
    <path d="M8 1.3L9.49 2.45L11.35 2.2L12.07 3.93L13.8 4.65L13.55 6.51L14.7 8L13.55 9.49L13.8 11.35L12.07 12.07L11.35 13.8L9.49 13.55L8 14.7L6.51 13.55L4.65 13.8L3.93 12.07L2.2 11.35L2.45 9.49L1.3 8L2.45 6.51L2.2 4.65L3.93 3.93L4.65 2.2L6.51 2.45Z" />
  ),
  'verdict-cannot-check': <circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.27" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.4 10.4 3.4 3.4" />
    </>
  ),
  library: <path d="M2.5 2.7h2.7v10.6H2.5zM5.2 2.7h2.7v10.6H5.2zM9.4 3.6l2.5-.8 2.4 9.8-2.6.7z" />,
  images: (
    <>
      <rect x="1.7" y="3.2" width="12.6" height="6" rx="1.2" />
      <path d="M4.2 3.2v6M6.6 3.2v6M1.9 12.6h12.2" />
    </>
  ),
  keys: (
    <>
      <circle cx="5" cy="11" r="2.9" />
      <path d="m7.1 8.9 6.2-6.2M10.8 5.2l2.2 2.2" />
    </>
  ),
  builds: <path d="M8.7 6.3 3 12a1.3 1.3 0 0 0 1.9 1.9l5.6-5.7M6.6 4.2 9 2l4.9 4.9-2.3 2.3z" />,
  activity: <path d="M1.8 8.2h2.7l2-5 3.2 9.6 2-4.6h2.5" />,
  settings: (
    <>
      <path d="M2 4.8h6M12.2 4.8H14M2 11.2h1.8M8 11.2h6" />
      <circle cx="10.1" cy="4.8" r="2" />
      <circle cx="5.9" cy="11.2" r="2" />
    </>
  ),
  back: <path d="M9.8 3.2 5 8l4.8 4.8" />,
  forward: <path d="M6.2 3.2 11 8l-4.8 4.8" />,
  down: <path d="m4.2 6.2 3.8 3.8 3.8-3.8" />,
  up: <path d="m4.2 9.8 3.8-3.8 3.8 3.8" />,
  right: <path d="m6.2 4.2 3.8 3.8-3.8 3.8" />,
  copy: (
    <>
      <rect x="5.7" y="5.7" width="8" height="8" rx="1.5" />
      <path d="M10.3 5.4V3.8a1.5 1.5 0 0 0-1.5-1.5h-5a1.5 1.5 0 0 0-1.5 1.5v5a1.5 1.5 0 0 0 1.5 1.5h1.6" />
    </>
  ),
  more: (
    <>
      <circle cx="3.5" cy="8" r="1.1" fill="currentColor" stroke="none" />
      <circle cx="8" cy="8" r="1.1" fill="currentColor" stroke="none" />
      <circle cx="12.5" cy="8" r="1.1" fill="currentColor" stroke="none" />
    </>
  ),
  pull: <path d="M8 2.3v8M4.6 7.2 8 10.6l3.4-3.4M2.8 13.6h10.4" />,
  push: <path d="M8 10.8V2.6M4.6 6 8 2.6 11.4 6M2.8 13.6h10.4" />,
  pause: <path d="M5.4 3.4v9.2M10.6 3.4v9.2" />,
  play: <path d="m5 3.1 7.6 4.9L5 12.9z" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3 8.5 3.4 3.4L13 4.7" />,
  plus: <path d="M8 3v10M3 8h10" />,
  filter: <path d="M2.4 4h11.2M4.6 8h6.8M6.6 12h2.8" />,
  folder: <path d="M1.9 4.4a1 1 0 0 1 1-1h3.2l1.5 1.7h5.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2.9a1 1 0 0 1-1-1z" />,
  file: <path d="M3.6 2.8a1 1 0 0 1 1-1h4.8l3 3v8.4a1 1 0 0 1-1 1H4.6a1 1 0 0 1-1-1zM9.3 2v3h3" />,
  'file-text': (
    <path d="M3.6 2.8a1 1 0 0 1 1-1h4.8l3 3v8.4a1 1 0 0 1-1 1H4.6a1 1 0 0 1-1-1zM9.3 2v3h3M6 8.3h4M6 10.9h4" />
  ),
  braces: (
    <path d="M6 2.4c-1.7 0-1.9.8-1.9 2v1.4C4.1 7 3.6 8 2.6 8c1 0 1.5 1 1.5 2.2v1.4c0 1.2.2 2 1.9 2M10 2.4c1.7 0 1.9.8 1.9 2v1.4c0 1.2.5 2.2 1.5 2.2-1 0-1.5 1-1.5 2.2v1.4c0 1.2-.2 2-1.9 2" />
  ),
  disk: (
    <>
      <ellipse cx="8" cy="3.9" rx="5.3" ry="2" />
      <path d="M2.7 3.9v8.2c0 1.1 2.4 2 5.3 2s5.3-.9 5.3-2V3.9M2.7 8c0 1.1 2.4 2 5.3 2s5.3-.9 5.3-2" />
    </>
  ),
  symlink: <path d="M2.5 12.8c0-4.8 2.6-7.2 9.6-7.2M9.4 2.6l3.2 3-3.2 3" />,
  terminal: (
    <>
      <rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.5" />
      <path d="m4.6 6.2 2.1 2-2.1 2M8.6 10.6h3" />
    </>
  ),
  lock: (
    <>
      <rect x="3.2" y="7" width="9.6" height="6.8" rx="1.3" />
      <path d="M5.3 7V4.9a2.7 2.7 0 0 1 5.4 0V7" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M1.8 8h12.4M8 1.8c3.4 3.8 3.4 8.6 0 12.4M8 1.8c-3.4 3.8-3.4 8.6 0 12.4" />
    </>
  ),
  cpu: (
    <>
      <rect x="4.2" y="4.2" width="7.6" height="7.6" rx="1" />
      <path d="M6.3 2v2.2M9.7 2v2.2M6.3 11.8V14M9.7 11.8V14M2 6.3h2.2M2 9.7h2.2M11.8 6.3H14M11.8 9.7H14" />
    </>
  ),
  server: (
    <>
      <rect x="2.2" y="2.8" width="11.6" height="4.4" rx="1" />
      <rect x="2.2" y="8.8" width="11.6" height="4.4" rx="1" />
      <path d="M4.7 5h.1M4.7 11h.1" />
    </>
  ),
  cloud: <path d="M4.6 12.7a3.1 3.1 0 0 1-.4-6.2 4.1 4.1 0 0 1 7.9 1 2.65 2.65 0 0 1-.3 5.2z" />,
  'cloud-off': (
    <path d="M5.9 4.5a4.1 4.1 0 0 1 6.2 3 2.65 2.65 0 0 1 1.5 4M11 12.7H4.6a3.1 3.1 0 0 1-.4-6.2M2.3 2.3l11.4 11.4" />
  ),
  qr: (
    <>
      <rect x="2.3" y="2.3" width="4.2" height="4.2" rx=".6" />
      <rect x="9.5" y="2.3" width="4.2" height="4.2" rx=".6" />
      <rect x="2.3" y="9.5" width="4.2" height="4.2" rx=".6" />
      <path d="M9.5 9.5h1.6v1.6M13.7 9.5v1.2M9.5 13.7h1.2M13.7 13.2v.5h-.8" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.6V8l2.4 1.6" />
    </>
  ),
  pin: <path d="M8 9.8V14M4.6 9.8h6.8M6 2.2h4l-.4 4 1.8 3.6H4.6l1.8-3.6z" />,
  refresh: <path d="M13.2 8A5.2 5.2 0 1 1 11.5 4.1L13.3 5.8M13.3 2.6v3.2h-3.2" />,
  warning: (
    <>
      <path d="M8 2.2 14.3 13H1.7zM8 6.4v3" />
      <circle cx="8" cy="11.2" r=".4" />
    </>
  ),
  stop: (
    <>
      <path d="M5.3 1.9h5.4l3.4 3.4v5.4l-3.4 3.4H5.3l-3.4-3.4V5.3zM8 4.8v3.7" />
      <circle cx="8" cy="10.9" r=".4" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 7.4v3.6" />
      <circle cx="8" cy="5" r=".4" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S3.9 3.6 8 3.6 14.5 8 14.5 8 12.1 12.4 8 12.4 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.3" r="2.7" />
      <path d="M2.8 13.8c.5-2.8 2.5-4.2 5.2-4.2s4.7 1.4 5.2 4.2" />
    </>
  ),
  box: <path d="m8 1.7 5.6 3.1v6.4L8 14.3l-5.6-3.1V4.8zM2.6 4.9 8 7.9l5.4-3M8 7.9v6.2" />,
  collection: (
    <>
      <rect x="2" y="6.3" width="12" height="7.5" rx="1.2" />
      <path d="M3.6 4.2h8.8M5.2 2.1h5.6" />
    </>
  ),
  external: (
    <path d="M8.8 2.5h4.7v4.7M13.3 2.7 7.6 8.4M6.4 3.6H3.8a1.2 1.2 0 0 0-1.2 1.2v7.4a1.2 1.2 0 0 0 1.2 1.2h7.4a1.2 1.2 0 0 0 1.2-1.2V9.6" />
  ),
  tag: (
    <>
      <path d="M2.3 2.3h5.3l6.2 6.2-5.3 5.3-6.2-6.2z" />
      <circle cx="5.2" cy="5.2" r=".9" />
    </>
  ),
  moved: <path d="M2.8 5.3h9.4M9.6 2.7l2.6 2.6-2.6 2.6M13.2 10.9H3.8M6.4 8.3l-2.6 2.6 2.6 2.6" />,
  'sort-down': <path d="M8 3v10M4.3 9.4 8 13l3.7-3.6" />,
  'sort-up': <path d="M8 13V3M4.3 6.6 8 3l3.7 3.6" />,
  sign: <path d="m3 10.9.7-2.9 6.8-6 2.6 2.7-6.3 6.4zM2.3 14.2h11.4" />,
  table: (
    <>
      <rect x="2" y="2.8" width="12" height="10.4" rx="1.2" />
      <path d="M2 6.3h12M6.2 6.3v6.9" />
    </>
  ),
  compare: (
    <>
      <rect x="2" y="2.5" width="4.8" height="11" rx="1" />
      <rect x="9.2" y="2.5" width="4.8" height="11" rx="1" />
    </>
  ),
  trash: <path d="M2.8 4.3h10.4M6.2 4.3V2.5h3.6v1.8M4.3 4.3l.6 9.2h6.2l.6-9.2" />,
  print: (
    <>
      <path d="M4.4 6V2.4h7.2V6M4.4 11.6H3a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v3.6a1 1 0 0 1-1 1h-1.4" />
      <path d="M4.4 9.4h7.2v4.2H4.4z" />
    </>
  ),
  dash: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.27" />
      <path d="M5.6 8h4.8" />
    </>
  ),
  unequal: <path d="M3.4 6.2h9.2M3.4 9.8h9.2M10.4 3.2l-4.8 9.6" />,
  users: (
    <>
      <circle cx="6" cy="5.6" r="2.3" />
      <path d="M1.8 13c.4-2.5 2-3.7 4.2-3.7s3.8 1.2 4.2 3.7M10.4 3.5a2.3 2.3 0 0 1 0 4.2M11.6 9.6c1.5.4 2.4 1.6 2.7 3.4" />
    </>
  ),
  help: (
    <>
      <path d="M5.7 5.9a2.3 2.3 0 1 1 3.5 2c-.9.5-1.2 1-1.2 1.9" />
      <circle cx="8" cy="12.3" r=".5" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof iconShapes

/** All symbols. Mounted once, at the start of the page. */
export const IconSprite = memo(function IconSprite() {
  return (
    <svg className="icon-sprite" width="0" height="0" aria-hidden="true">
      <defs>
        <MapPatterns />
        {Object.entries(iconShapes).map(([name, shape]) => (
          <symbol key={name} id={`icon-${name}`} viewBox="0 0 16 16">
            {shape}
          </symbol>
        ))}
      </defs>
    </svg>
  )
})
