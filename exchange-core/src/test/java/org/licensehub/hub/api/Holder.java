package org.licensehub.hub.api;

/**
 * Somebody who holds licenses in a test.
 *
 * @param type 3-digit holder code type
 */
record Holder(String name, String type, String number) {

    static Holder aPerson() {
        return new Holder("示例人", "111", Numbers.ofPerson());
    }

    static Holder anOrganisation() {
        return new Holder("厦门示例商贸有限公司", "001", Numbers.ofOrganisation());
    }
}
