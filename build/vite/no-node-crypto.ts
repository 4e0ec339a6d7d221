/**
 * Stands in for Node's `crypto`, which @hpke/core imports where there is no WebCrypto. The window
 * always has one, so this is never loaded; were it, silence would be worse.
 */
throw new Error('the window has WebCrypto: nothing may ask for the crypto of Node');
export {};
