/**
 * How values are written for people: sizes, rates, durations, times, digests, fingerprints,
 * references and paths. Pure and in English; it knows nothing of where the text is shown.
 */

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * Writes a size with three significant digits in units of 1000, like `1.86 GB`, `42.8 MB`, `128 B`.
 * @param bytes not negative
 */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < sizeUnits.length - 1) {
    value /= 1000
    unit += 1
  }
  const name = sizeUnits[unit] ?? 'B'
  if (unit === 0) return `${Math.round(value)} ${name}`
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  // Small units need no hundredths: 4.9 kB, 3.1 MB; from a gigabyte on they are told.
  const wanted = unit < 3 ? Math.min(digits, 1) : digits
  return `${value.toFixed(wanted)} ${name}`
}

/** Writes an exact number of bytes with thousands separated, like `231,211,008 bytes`. */
export function formatBytes(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${formatCount(bytes)} bytes`
}

/** Writes a whole number with thousands separated by commas. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Writes a count with its noun, like `1 image`, `214 images`. */
export function formatNoun(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Writes a rate in bytes per second, like `34 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatSize(bytesPerSecond)}/s`
}

/** Writes a share of a whole as whole percents; never 0 % for something, nor 100 % for less than all. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0) return '0 %'
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return '< 1 %'
  if (percent > 99 && part < whole) return '99 %'
  return `${Math.round(percent)} %`
}

/** Writes how long something takes, in its one or two largest units: `8 s`, `2 min`, `1 h 20 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.round(whole / 60)} min`
  const hours = Math.floor(whole / 3600)
  const minutes = Math.round((whole - hours * 3600) / 60)
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
}

/** Writes what is left of a job, like `2 min left`; null when the rate is not known. */
export function formatTimeLeft(bytesLeft: number, bytesPerSecond: number | null): string | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null
  return `${formatDuration(bytesLeft / bytesPerSecond)} left`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const pad = (value: number): string => String(value).padStart(2, '0')

/** Writes the local date, like `3 Nov 2026`; the text itself when it is no date. */
export function formatDate(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${date.getDate()} ${months[date.getMonth()] ?? ''} ${date.getFullYear()}`
}

/** Writes the local time of day, like `08:12`. */
export function formatClock(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : `${pad(date.getHours())}:${pad(date.getMinutes())}`
}

/** Writes the local time of day to the second, like `08:12:31`. */
export function formatClockSeconds(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : `${formatClock(iso)}:${pad(date.getSeconds())}`
}

/** Writes local date and time, like `3 Nov 2026, 08:12`. */
export function formatDateTime(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : `${formatDate(iso)}, ${formatClock(iso)}`
}

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/**
 * Writes a past time as people say it, up to a week back, then as a date:
 * `Just now`, `5 min ago`, `Today, 11:42`, `Yesterday`, `4 days ago`, `3 Nov 2026`.
 * @param now the present, for tests
 */
export function formatRelative(iso: string, now: Date = new Date()): string {
  const then = new Date(iso)
  if (Number.isNaN(then.getTime())) return iso
  const seconds = (now.getTime() - then.getTime()) / 1000
  if (seconds < -60) return formatDateTime(iso)
  if (seconds < 60) return 'Just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  // Rounded because a day of a clock change has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000)
  if (days === 0) return `Today, ${formatClock(iso)}`
  if (days === 1) return 'Yesterday'
  if (days < 7) return `${days} days ago`
  return formatDate(iso)
}

/** Shortens a digest for reading, like `sha256:1a2b3c4d…`; anything else stays as it is. */
export function shortDigest(digest: string): string {
  const match = /^([a-z0-9]+):([0-9a-f]{12,})$/.exec(digest)
  return match === null ? digest : `${match[1]}:${match[2]?.slice(0, 8)}…`
}

/**
 * Splits a fingerprint into groups of four hex digits, upper case, for showing it in full.
 * @param fingerprint 40 or 64 hex digits; spaces, colons and `0x` are ignored
 */
export function fingerprintGroups(fingerprint: string): readonly string[] {
  const plain = fingerprint
    .replace(/^0x/i, '')
    .replace(/[^0-9a-f]/gi, '')
    .toUpperCase()
  return plain.match(/.{1,4}/g) ?? []
}

/** Writes a fingerprint in one line: groups of four with a wider gap in the middle. */
export function formatFingerprint(fingerprint: string): string {
  const groups = fingerprintGroups(fingerprint)
  const half = Math.ceil(groups.length / 2)
  return `${groups.slice(0, half).join(' ')}  ${groups.slice(half).join(' ')}`.trim()
}

/** Cuts the middle out of a text so that at most `limit` characters remain, the end being longer. */
export function middleEllipsis(text: string, limit: number): string {
  const characters = [...text]
  if (characters.length <= limit) return text
  if (limit <= 1) return '…'
  const tail = Math.ceil((limit - 1) * 0.6)
  const head = limit - 1 - tail
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`
}

export interface ReferencePieces {
  /** With `://`, or empty. */
  readonly scheme: string
  /** Between scheme and name, with its last `/`; shortened first. */
  readonly middle: string
  /** Name with tag or digest. */
  readonly name: string
}

/** Splits a reference into what must stay readable and what may be shortened. */
export function splitReference(reference: string): ReferencePieces {
  const scheme = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:docker-archive|oci-archive|oci):)/.exec(reference)?.[0] ?? ''
  const rest = reference.slice(scheme.length)
  const cut = rest.lastIndexOf('/') + 1
  return { scheme, middle: rest.slice(0, cut), name: rest.slice(cut) }
}

/**
 * Shortens a reference to `limit` characters, keeping scheme and `name:tag`:
 * `library://acme/…/gatk:4.6.1`, then `library://…/gatk:4.6.1`. A name that is longer still loses its own middle.
 */
export function shortenReference(reference: string, limit: number): ReferencePieces {
  const pieces = splitReference(reference)
  const { scheme, middle, name } = pieces
  if (reference.length <= limit) return pieces
  const parts = middle.split('/').filter((part) => part !== '')
  // Keep as many leading parts as there is room for, at least with one left out.
  for (let kept = parts.length - 1; kept >= 0; kept -= 1) {
    const shorter = `${[...parts.slice(0, kept), '…'].join('/')}/`
    if (scheme.length + shorter.length + name.length <= limit) return { scheme, middle: shorter, name }
  }
  if (parts.length > 0 && scheme.length + 1 + name.length <= limit) return { scheme, middle: '…', name }
  const lead = parts.length === 0 ? '' : '…/'
  return { scheme, middle: lead, name: middleEllipsis(name, Math.max(8, limit - scheme.length - lead.length)) }
}

/** Shortens a path to `limit` characters by leaving out folders in its middle, keeping its last name. */
export function shortenPath(path: string, limit: number): string {
  if (path.length <= limit) return path
  const parts = path.split('/')
  const name = parts.at(-1) ?? ''
  for (let kept = parts.length - 2; kept >= 1; kept -= 1) {
    const shorter = `${parts.slice(0, kept).join('/')}/…/${name}`
    if (shorter.length <= limit) return shorter
  }
  return middleEllipsis(name, limit)
}
