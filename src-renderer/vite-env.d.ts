/** What Vite adds to the language of the window: style sheets as imports, and finding files by pattern. */
/// <reference types="vite/client" />
