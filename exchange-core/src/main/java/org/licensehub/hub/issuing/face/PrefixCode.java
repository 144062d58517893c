package org.licensehub.hub.issuing.face;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A canonical prefix code of RFC 1951: the more often a symbol occurs the fewer bits it has, at most 15. */
final class PrefixCode {

    private static final int LONGEST = 15;

    private final int[] lengths;
    private final int[] codes;

    private record Node(long weight, int order, int symbol, Node left, Node right) {
    }

    /** @param counts how often each symbol occurs; every one of them gets a code */
    PrefixCode(long[] counts) {
        lengths = new int[counts.length];
        long[] weights = counts.clone();
        do {
            // rarer symbols count for more from round to round, until none has too long a code
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weights[i] / 2 + 1;
            }
            assign(tree(weights), 0);
        } while (longest() > LONGEST);
        codes = canonical(lengths);
    }

    private static Node tree(long[] weights) {
        PriorityQueue<Node> open = new PriorityQueue<>(Comparator.comparingLong(Node::weight).thenComparingInt(Node::order));
        int order = 0;
        for (; order < weights.length; order++) {
            open.add(new Node(weights[order], order, order, null, null));
        }
        while (open.size() > 1) {
            Node left = open.remove();
            Node right = open.remove();
            open.add(new Node(left.weight + right.weight, order++, -1, left, right));
        }
        return open.remove();
    }

    private void assign(Node node, int depth) {
        if (node.symbol >= 0) {
            lengths[node.symbol] = Math.max(1, depth);
        } else {
            assign(node.left, depth + 1);
            assign(node.right, depth + 1);
        }
    }

    private int longest() {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** RFC 1951, 3.2.2, each code turned round, since it is written from its highest bit. */
    private static int[] canonical(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(code) >>> 32 - length;
                    code++;
                }
            }
            code <<= 1;
        }
        return codes;
    }

    void write(int symbol, BitString out) {
        out.put(codes[symbol], lengths[symbol]);
    }

    int[] lengths() {
        return lengths.clone();
    }
}
