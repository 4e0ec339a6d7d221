import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpTransport } from './http-transport.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/echo`;
}

function post(url: string, timeoutMs = 5_000, body = '{"中":1}') {
  const headers = { 'content-type': 'application/json', signature: 'sig1=:x:' };
  return createHttpTransport().send({ method: 'POST', url, headers, body, timeoutMs });
}

describe('the HTTP transport', () => {
  it('brings status, headers in lower case and the body as sent', async () => {
    const url = await listening((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => response.setHeader('Bank-Time', '1').end(`heard ${body}`));
    });
    expect(await post(url)).toMatchObject({
      value: { status: 200, body: 'heard {"中":1}', headers: { 'bank-time': '1' } },
    });
  });

  it('P12 P26 a large body travels packed, a small one as it is', async () => {
    const heard: unknown[] = [];
    const url = await listening((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const encoding = request.headers['content-encoding'];
        heard.push([encoding, encoding === 'gzip' ? gunzipSync(bytes).toString() : String(bytes)]);
        response.end();
      });
    });
    const large = `{"中":"${'国'.repeat(5_000)}"}`;
    await post(url, 5_000, large);
    await post(url);
    expect(heard).toEqual([
      ['gzip', large],
      [undefined, '{"中":1}'],
    ]);
  });

  it('P5 an address that is none: nothing has left', async () => {
    expect(await post('http://127.0.0.1:99999/v1/echo')).toMatchObject({
      error: { mayHaveArrived: false },
    });
  });

  it('P5 nobody listens: the request cannot have arrived', async () => {
    const url = await listening(() => undefined);
    const gone = servers.pop();
    await new Promise((resolve) => gone?.close(resolve));
    expect(await post(url)).toMatchObject({ error: { cause: 'bank', mayHaveArrived: false } });
  });

  it('P5 F19 a connection that is cut after the request: it may have arrived', async () => {
    const url = await listening((request) => request.socket.destroy());
    expect(await post(url)).toMatchObject({ error: { mayHaveArrived: true } });
  });

  it('P5 F19 a connection that is cut in the middle of the answer is no answer', async () => {
    const url = await listening((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    expect(await post(url)).toMatchObject({ error: { mayHaveArrived: true } });
  });

  it('P5 a bank that is silent is given up at the deadline: it may have arrived', async () => {
    const url = await listening(() => undefined);
    expect(await post(url, 50)).toMatchObject({ error: { mayHaveArrived: true } });
  });
});
