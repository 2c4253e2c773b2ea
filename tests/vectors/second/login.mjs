// The logins of visitors and of staff (rule 7).
import { ed25519Sign, ed25519Verify, x25519, x25519Public } from "./curves.mjs";
import { expand, extract, mac } from "./hash.mjs";
import { ascii, fixed, join, need, opaque, u8 } from "./octets.mjs";
import { signedOctets } from "./statement.mjs";

const transcript = ({ host, deploymentId, epk, nonceS, who, nonceC }) =>
  join(
    opaque(host, 1, 255),
    fixed(deploymentId, 32),
    fixed(epk, 32),
    fixed(nonceS, 32),
    fixed(who, 32),
    fixed(nonceC, 32),
  );

const macs = (tr, shared) => {
  const key = expand(extract(ascii("udvej/1/visitor-login"), shared), tr, 32);
  return { clientMac: mac(key, join(u8(1), tr)), serverMac: mac(key, join(u8(2), tr)) };
};

// As the visitor's client computes them.
export const loginClient = ({ host, deploymentId, epk, nonceS, nonceC, skLogin }) => {
  const who = x25519Public(skLogin);
  return macs(transcript({ host, deploymentId, epk, nonceS, who, nonceC }), x25519(skLogin, epk));
};

// As the server does.
export const loginServer = ({ host, deploymentId, esk, nonceS, nonceC, pkLogin }) => {
  const epk = x25519Public(esk);
  const tr = transcript({ host, deploymentId, epk, nonceS, who: pkLogin, nonceC });
  return { epk, ...macs(tr, x25519(esk, pkLogin)) };
};

export const staffLogin = ({ seedSign, ...rest }) => ({
  signature: ed25519Sign(seedSign, signedOctets("staff-login", rest.deploymentId, transcript(rest))),
});

export const staffLoginCheck = ({ pkSign, signature, ...rest }) => {
  const octets = signedOctets("staff-login", rest.deploymentId, transcript(rest));
  need(ed25519Verify(pkSign, octets, signature), "not this signature");
  return {};
};
