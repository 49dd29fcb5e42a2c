/**
 * The WebSocket library, apart so that it can be loaded with the first connection. It is CommonJS: names imported
 * from it dynamically would not be there in a bundle, those of this module are.
 */
export { WebSocket } from 'ws'
