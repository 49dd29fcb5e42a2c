/** The few pages of the browser face that are not the application: plain HTML, no script, no style. */
import { serveText } from '../../src-shared/text/serve.ts'

/**
 * Sent after a token was accepted. It goes on by itself, as a page and not as a redirect: a browser
 * that came here from another site would not send the new strict cookie along a redirect.
 * @param target path on this server
 */
export function enterPage(target: string): string {
  const link = escapeHtml(target)
  return page(
    `<p>${escapeHtml(serveText.opening)} <a href="${link}">${escapeHtml(serveText.openNow)}</a></p>`,
    `<meta http-equiv="refresh" content="0;url=${link}">`,
  )
}

export function messagePage(title: string, text: string): string {
  return page(`<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`)
}

function page(body: string, head = ''): string {
  // Without an icon of its own a browser asks for one that is not there.
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<link rel="icon" href="data:,"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${escapeHtml(serveText.title)}</title></head><body>${body}</body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
