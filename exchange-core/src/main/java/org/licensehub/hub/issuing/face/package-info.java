/**
 * Prints the face of a license: from what is to be shown to a PDF page with embedded Chinese text, a QR code and the
 * place for the seal. It stands apart from the rest of issuing because it knows nothing of licenses, states or seals
 * and because how a face looks is data (templates, a font), changed by people who change no code.
 */
@org.springframework.modulith.NamedInterface("face")
package org.licensehub.hub.issuing.face;
