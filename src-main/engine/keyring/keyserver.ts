/**
 * Asks one keyserver: search, and a key by its full fingerprint; hands over a key when told to. What a server
 * sends is a claim: a key must bear the fingerprint that was asked for, lists are read leniently and bounded.
 * A server that cannot be reached is an error of the network and never says anything about a signature.
 * Source: services reference, 3.1.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readBytes, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../platform/http/client.ts'
import { type IndexEntry, readIndex } from './keyserver-index.ts'
import type { Certificate } from './openpgp/certificates.ts'
import { readKeyMaterial } from './openpgp/material.ts'

export interface Keyserver {
  /** `https`, `http`, `hkps` or `hkp`; a path in it is dropped, as the command lines do. */
  readonly url: string
  /** The user allowed plain HTTP for it. */
  readonly insecure: boolean
  /** Sent to this server alone; null for none. */
  readonly authorization?: string | null
}

const pageSize = 256
const mostPages = 20
const mostPageBytes = 4 * 1024 * 1024
const mostWordsBytes = 256 * 1024
const mostKeyBytes = 8 * 1024 * 1024
const timeoutMs = 15_000

/** The address that a keyserver's requests go to. */
export function keyserverAddress(url: string): URL {
  const named = /^hkps?:/i.test(url) ? new URL(url.replace(/^hkp/i, 'http')) : new URL(url)
  if (/^hkp:/i.test(url) && named.port === '' && !/:80(?:\/|$)/.test(url)) named.port = '11371'
  return new URL('/', named)
}

export function createKeyserverClient(http: HttpClient) {
  const ask = (
    server: Keyserver,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<HttpResponse> => {
    const address = keyserverAddress(server.url)
    address.pathname = '/pks/lookup'
    address.search = new URLSearchParams(parameters).toString()
    return http.request({
      url: address.href,
      insecure: server.insecure,
      authorization: server.authorization ?? null,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
  }

  return {
    /** @throws AppFailure of the network, or for a status that is no answer */
    async search(server: Keyserver, text: string, signal?: AbortSignal): Promise<readonly IndexEntry[]> {
      const plain = text.trim().replace(/^0x/i, '')
      const search = /^[0-9a-f]{8,}$/i.test(plain) ? `0x${plain}` : text.trim()
      const entries: IndexEntry[] = []
      let token: string | null = null
      for (let page = 0; page < mostPages; page += 1) {
        const more: Readonly<Record<string, string>> = token === null ? {} : { 'x-pagetoken': token }
        const parameters = {
          fingerprint: 'on',
          op: 'index',
          options: 'mr',
          search,
          'x-pagesize': String(pageSize),
          ...more,
        }
        const response = await ask(server, parameters, signal)
        if (response.status === 404) {
          await response.discard()
          return entries
        }
        if (response.status !== 200) return unexpectedStatus(response)
        entries.push(...readIndex(new TextDecoder().decode(await readBytes(response, mostPageBytes))))
        token = response.header('x-hkp-next-page-token')
        if (token === null || token === '') return entries
      }
      return entries
    },

    /**
     * @returns the key of that fingerprint, or null when the server does not have it
     * @throws AppFailure KEYSERVER_OTHER_KEY, and of the network
     */
    async get(server: Keyserver, fingerprint: string, signal?: AbortSignal): Promise<Certificate | null> {
      const response = await ask(server, { exact: 'on', op: 'get', search: `0x${fingerprint.toLowerCase()}` }, signal)
      if (response.status === 404) {
        await response.discard()
        return null
      }
      if (response.status !== 200) return unexpectedStatus(response)
      const { certificates } = readKeyMaterial(await readBytes(response, mostKeyBytes))
      const asked = certificates.find((certificate) => certificate.fingerprint === fingerprint)
      if (asked !== undefined) return asked
      if (certificates.length === 0) return null
      throw failure('KEYSERVER_OTHER_KEY', { host: keyserverAddress(server.url).host, fingerprint })
    },

    /**
     * Hands over a public key. A redirect is not followed: a key goes where it was sent and nowhere else.
     * @throws AppFailure of the network, for a status that is no agreement, and KEYSERVER_REFUSED where the server
     *   refuses in words under a status of success, as SKS does
     */
    async add(server: Keyserver, armored: string, signal?: AbortSignal): Promise<void> {
      const address = keyserverAddress(server.url)
      address.pathname = '/pks/add'
      const response = await http.request({
        url: address.href,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ keytext: armored }).toString(),
        redirects: 'stop',
        insecure: server.insecure,
        authorization: server.authorization ?? null,
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      })
      if (response.status < 200 || response.status > 299) return unexpectedStatus(response)
      const said = new TextDecoder().decode(await readBytes(response, mostWordsBytes)).replace(/<[^>]*>/g, ' ')
      if (/\badd failed\b|\bmalformed key\b/i.test(said)) {
        const detail = said.replace(/\s+/g, ' ').trim().slice(0, 500)
        throw failure('KEYSERVER_REFUSED', { host: address.host }, { detail })
      }
    },
  }
}
