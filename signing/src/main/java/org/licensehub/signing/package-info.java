/**
 * Seals and signatures with the national algorithms SM2 and SM3: keys, certificates, sealing a PDF file and judging
 * a sealed one. It exists as a library of its own so that a sealed file can be verified by anyone, offline, with
 * nothing of the hub at hand: bytes come in, bytes and reports go out, and no license, database or HTTP is known here.
 */
package org.licensehub.signing;
