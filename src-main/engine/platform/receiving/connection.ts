/**
 * One connection over which large files come: asks, reads the head of the answer, and writes the body to
 * its place. Bytes are read from the system into one buffer that is used again and again, and written from
 * there, which costs half of what it costs to hand them on as objects. It waits while it writes, so it
 * belongs into a thread of its own; it decides nothing about what comes.
 */
import { writeSync } from 'node:fs'
import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectSecure, type SecureContext } from 'node:tls'
import type { Due, Pacer } from '../bandwidth.ts'
import type { ReceiveFault, ResponseHead } from './orders.ts'
import { findHeadEnd, type ReadHead, readHead } from './response-head.ts'

const bufferBytes = 256 * 1024
/** So much is worth a call of the file system. */
const flushBytes = 128 * 1024
/** Until a body is wanted, little of it is read ahead. */
const headRoomBytes = 64 * 1024
/** Of a slow connection little is lost with a program that is killed. */
const longestWaitMs = 200
/** A limit that is lifted is noticed so soon. */
const longestSleepMs = 100
const connectTimeoutMs = 10_000
/** Of answers that are no content, so much is handed on. */
const maximumWordsBytes = 64 * 1024

export interface ConnectionListener {
  /** @param words what an answer says that is no content; null for content, which waits to be saved */
  head(head: ResponseHead, words: Uint8Array | null): void
  unusual(): void
  /** So many more bytes are in the file. */
  written(bytes: number): void
  /** Everything is in the file, and the connection is free if it {@link ReceiveConnection.isUsable}. */
  saved(): void
  failed(fault: ReceiveFault): void
}

type State = 'idle' | 'head' | 'words' | 'held' | 'body' | 'closed'

export class ReceiveConnection {
  readonly #socket: Socket
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes)
  readonly #pacer: Pacer
  /** What has been read and not yet dealt with lies between these two. */
  #start = 0
  #fill = 0
  #state: State = 'idle'
  #listener: ConnectionListener | null = null
  #answer: ReadHead | null = null
  /** Bytes of the body that are still to be read from the buffer or the network. */
  #left = 0
  #descriptor = -1
  #position = 0
  #hasAnswered = false
  #flusher: NodeJS.Timeout | null = null
  #pause: NodeJS.Timeout | null = null

  /** @param secure null for plain http */
  constructor(url: URL, secure: SecureContext | null, pacer: Pacer) {
    this.#pacer = pacer
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const port = Number(url.port || (secure === null ? 80 : 443))
    const onread: OnReadOpts = {
      buffer: () => this.#room(),
      callback: (bytes, buffer) => this.#read(bytes, buffer),
    }
    // The types of `tls` do not know `onread`; its documentation does.
    const secureOptions: ConnectionOptions & { readonly onread: OnReadOpts } = {
      host,
      port,
      onread,
      ALPNProtocols: ['http/1.1'],
      ...(secure === null ? {} : { secureContext: secure }),
      ...(isIP(host) === 0 ? { servername: host } : {}),
    }
    const ready = (): void => {
      clearTimeout(timer)
    }
    this.#socket =
      secure === null ? connectPlain({ host, port, onread, noDelay: true }, ready) : connectSecure(secureOptions, ready)
    const timer = setTimeout(() => this.#fail('network', 'ETIMEDOUT', 'the connection took too long'), connectTimeoutMs)
    this.#socket
      .on('error', (error: Error & { code?: string }) => this.#fail('network', error.code ?? 'UNKNOWN', error.message))
      .on('close', () => {
        clearTimeout(timer)
        this.#fail('network', 'ECONNRESET', 'the other side closed the connection')
      })
      .on('end', () => this.#socket.destroy())
      .on('timeout', () => {
        if (this.#pause === null && this.#state !== 'held')
          this.#fail('network', 'ETIMEDOUT', 'nothing came for too long')
      })
  }

  /** Whether another question may be asked. */
  get isUsable(): boolean {
    return this.#state === 'idle'
  }

  /** Whether something came back for the last question. */
  get hasAnswered(): boolean {
    return this.#hasAnswered
  }

  /** @param text of the whole request, which has no body */
  ask(text: string, timeoutMs: number, listener: ConnectionListener): void {
    this.#listener = listener
    this.#state = 'head'
    this.#hasAnswered = false
    this.#start = 0
    this.#fill = 0
    this.#socket.ref()
    this.#socket.setTimeout(timeoutMs)
    this.#socket.write(text, 'latin1')
    this.#socket.resume()
  }

  /** Writes the body of the answer to an open file. */
  save(descriptor: number, position: number): void {
    if (this.#state !== 'held') return
    this.#state = 'body'
    this.#descriptor = descriptor
    this.#position = position
    this.#flusher = setInterval(() => this.#flush(), longestWaitMs)
    if (this.#body(this.#fill - this.#start)) this.#socket.resume()
  }

  /** Ends it; nothing is written or told any more. */
  close(): void {
    this.#listener = null
    this.#finish('closed')
    this.#socket.destroy()
  }

  /** Where the next bytes go: behind what is there. With a limit only as much as is due at once. */
  #room(): Uint8Array {
    if (this.#fill === this.#start) {
      this.#start = 0
      this.#fill = 0
    }
    const roomBytes = this.#state === 'body' ? this.#pacer.pieceBytes() : headRoomBytes
    return this.#buffer.subarray(this.#fill, Math.min(bufferBytes, this.#fill + roomBytes))
  }

  #read(bytes: number, at: Uint8Array): boolean {
    const offset = at.byteOffset - this.#buffer.byteOffset
    // The room was chosen before what lay in front of it was written.
    if (this.#fill === this.#start) this.#start = offset
    this.#fill = offset + bytes
    switch (this.#state) {
      case 'head':
        this.#hasAnswered = true
        return this.#readHead()
      case 'words':
        return this.#readWords()
      case 'body':
        return this.#body(bytes)
      case 'held':
      case 'closed':
        return false
      case 'idle':
        // Nothing was asked for.
        this.close()
        return false
    }
  }

  #readHead(): boolean {
    const here = this.#buffer.subarray(this.#start, this.#fill)
    const end = findHeadEnd(here)
    if (end === null) return true
    const answer = end === 'unusual' ? end : readHead(here.subarray(0, end))
    if (answer === 'unusual' || end === 'unusual') {
      this.#listener?.unusual()
      this.close()
      return false
    }
    this.#answer = answer
    this.#start += end
    this.#left = answer.contentLength
    if (answer.head.status !== 200 && answer.head.status !== 206) {
      this.#state = 'words'
      return this.#readWords()
    }
    this.#state = 'held'
    this.#listener?.head(answer.head, null)
    return false
  }

  #readWords(): boolean {
    const there = this.#fill - this.#start
    const isWhole = there >= this.#left
    if (!isWhole && there < maximumWordsBytes) return true
    const words = Uint8Array.from(this.#buffer.subarray(this.#start, this.#start + Math.min(there, this.#left)))
    const listener = this.#listener
    const head = this.#answer?.head
    this.#settle(isWhole)
    if (head !== undefined) listener?.head(head, words)
    return this.isUsable
  }

  /** Takes what has come of the body. @returns whether more may come */
  #body(fresh: number): boolean {
    const there = this.#fill - this.#start
    if (there >= this.#left || there >= flushBytes || this.#fill === bufferBytes) this.#flush()
    if (this.#state !== 'body') return false
    const due = fresh === 0 ? null : this.#pacer.take(fresh)
    if (due === null) return this.#isDone() ? this.isUsable : true
    this.#pause = setTimeout(() => this.#goOn(due), Math.min(due.waitMs(), longestSleepMs))
    return false
  }

  #goOn(due: Due): void {
    const waitMs = due.waitMs()
    if (waitMs > 0) {
      this.#pause = setTimeout(() => this.#goOn(due), Math.min(waitMs, longestSleepMs))
      return
    }
    this.#pause = null
    if (!this.#isDone()) this.#socket.resume()
  }

  /** Tells that everything is in the file, when it is. */
  #isDone(isCut = false): boolean {
    if (this.#state !== 'body' || this.#left > 0) return false
    const listener = this.#listener
    this.#settle(!isCut)
    listener?.saved()
    return true
  }

  /** Writes what is in the buffer, also what came before a cut. */
  #flush(): void {
    const bytes = Math.min(this.#fill - this.#start, this.#left)
    if (this.#state !== 'body' || bytes === 0) return
    try {
      for (let done = 0; done < bytes; ) {
        done += writeSync(this.#descriptor, this.#buffer, this.#start + done, bytes - done, this.#position + done)
      }
    } catch (error) {
      const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException
      this.#left = 0
      this.#fail('system', code, message)
      return
    }
    this.#start += bytes
    this.#left -= bytes
    this.#position += bytes
    this.#listener?.written(bytes)
  }

  /** The answer is over. A server that sent more than it announced is not asked again. */
  #settle(isWhole: boolean): void {
    const isFree = isWhole && this.#answer?.isKept === true && this.#fill - this.#start <= this.#left
    this.#listener = null
    this.#finish(isFree ? 'idle' : 'closed')
    if (!isFree) {
      this.#socket.destroy()
      return
    }
    // A free connection keeps nothing alive, and hears when the other side closes it.
    this.#socket.setTimeout(0)
    this.#socket.unref()
    this.#socket.resume()
  }

  #fail(kind: ReceiveFault['kind'], code: string, message: string): void {
    if (this.#state === 'closed') return
    this.#flush()
    // The other side may leave while only the limit is waited for.
    if (kind === 'network' && this.#isDone(true)) return
    const listener = this.#listener
    this.close()
    listener?.failed({ kind, code, message })
  }

  #finish(state: 'idle' | 'closed'): void {
    this.#state = state
    if (this.#flusher !== null) clearInterval(this.#flusher)
    if (this.#pause !== null) clearTimeout(this.#pause)
    this.#flusher = null
    this.#pause = null
  }
}
