import type { Service } from './service.ts';

/** What the peers talk to: each in the way that its own documentation asks of a server. */

/** RxDB's HTTP replication: rows of a document and what it was; the answer names conflicts. */
export function rxdbService(kept: Map<string, unknown>): Service {
  return {
    answer: ({ path, body }) => {
      if (path !== '/rxdb/push') return null;
      const rows = JSON.parse(body.toString('utf8')) as {
        readonly newDocumentState: { readonly id: string };
      }[];
      for (const { newDocumentState } of rows) kept.set(newDocumentState.id, newDocumentState);
      return json([]);
    },
  };
}

interface CouchDocument {
  readonly _id: string;
  readonly _rev: string;
}

/** As much of CouchDB's replication protocol as a push needs. */
export function couchService(kept: Map<string, unknown>): Service {
  const local = new Map<string, object>();
  let sequence = 0;
  const revision = (id: string): string | undefined =>
    (kept.get(id) as CouchDocument | undefined)?._rev;
  return {
    answer: ({ method, path, body }) => {
      const [, service, name = '', id = ''] = path.split('/');
      if (service !== 'couch') return null;
      if (name === '')
        return json({ db_name: 'couch', update_seq: sequence, doc_count: kept.size });
      const sent = method === 'GET' ? {} : (JSON.parse(body.toString('utf8')) as object);
      if (name === '_local') {
        if (method === 'PUT') local.set(id, sent);
        const found = local.get(id);
        if (found === undefined) return json({ error: 'not_found', reason: 'missing' }, 404);
        return json(method === 'PUT' ? { ok: true, id: `_local/${id}`, rev: '0-1' } : found);
      }
      if (name === '_revs_diff') {
        const asked = Object.entries(sent as Record<string, string[]>);
        const missing = asked.flatMap(([docId, revisions]) => {
          const lacks = revisions.filter((one) => one !== revision(docId));
          return lacks.length === 0 ? [] : [[docId, { missing: lacks }]];
        });
        return json(Object.fromEntries(missing));
      }
      if (name !== '_bulk_docs') return null;
      // Replicated revisions are taken as they come; only what failed would be named.
      for (const one of (sent as { readonly docs: readonly CouchDocument[] }).docs) {
        kept.set(one._id, one);
        sequence += 1;
      }
      return json([], 201);
    },
  };
}

/** One record a request, as a service worker repeats it. */
export function plainService(kept: Map<string, unknown>): Service {
  return {
    answer: ({ path, body }) => {
      if (path !== '/plain') return null;
      const record = JSON.parse(body.toString('utf8')) as { readonly id: string };
      kept.set(record.id, record);
      return json({ id: record.id });
    },
  };
}

const json = (value: unknown, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
