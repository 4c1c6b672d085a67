// `npm run realm -- --id REALM --name NAME --jurisdiction PACK --operator PERSON`: opens an installation's realm with its first operator, who brings in
// everybody else. What no command can do, since nobody is there to give it. Asked again, it finds what is there.
import { parseArgs } from 'node:util';
import { readEnvironment, temporalOf } from '@goufu/config';
import { saying } from '@goufu/relay';
import { createSystem, firstOperator } from '@goufu/system';

const USAGE = 'usage: npm run realm -- --id REALM --name NAME --jurisdiction PACK --operator PERSON';
const word = { type: 'string' } as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { id: word, name: word, jurisdiction: word, operator: word } });
  const { id, name, jurisdiction, operator } = values;
  if (!id || !name || !jurisdiction || !operator) throw new Error(USAGE);
  if (!/^[a-z0-9][\w.-]{0,99}$/.test(id)) throw new Error(`业务域的编号不合规。${id} is no id of a realm: small letters, digits, . _ -`);
  const environment = readEnvironment(process.env);
  const system = createSystem({ ...environment, databasePool: 2, temporal: temporalOf(environment), log: () => undefined });
  try {
    const known = system.packs().map((pack) => pack.jurisdiction);
    if (!known.includes(jurisdiction)) throw new Error(`没有这个规则包。There is no pack ${jurisdiction}; there are ${known.join(', ')}`);
    await system.worlds.create({ id, name, jurisdiction });
    const isKept = await system.worlds.isKept(id);
    if (!isKept) await firstOperator(system, id, operator);
    console.log(JSON.stringify({ realm: id, jurisdiction, operator: isKept ? null : operator, kept: isKept }));
  } finally {
    await system.stop();
  }
};

main().catch((error: unknown) => {
  console.error(saying(error));
  process.exitCode = 2;
});
