/** Custom properties may be set by React's style; they carry values into style sheets. */
import 'react'

declare module 'react' {
  interface CSSProperties {
    [custom: `--${string}`]: string | number | undefined
  }
}
