package dev.tidemark.connectors.postgres;

import java.util.Arrays;

/** A growing buffer of bytes in network order. */
final class Bytes {

    byte[] array;
    int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void clear() {
        length = 0;
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        long wanted = (long) length + more;
        if (wanted > array.length) {
            if (wanted > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("a row is larger than 2 GB");
            }
            array = Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(wanted, array.length * 2L)));
        }
    }

    /** Gives the room back that one huge row has taken. Only when cleared. */
    void shrinkTo(int capacity) {
        if (array.length > capacity) {
            array = new byte[capacity];
        }
    }

    void int1(int value) {
        reserve(1);
        array[length++] = (byte) value;
    }

    void int2(int value) {
        reserve(2);
        array[length++] = (byte) (value >> 8);
        array[length++] = (byte) value;
    }

    void int4(int value) {
        reserve(4);
        put4(length, value);
        length += 4;
    }

    void int8(long value) {
        reserve(8);
        put4(length, (int) (value >> 32));
        put4(length + 4, (int) value);
        length += 8;
    }

    void bytes(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, array, length, count);
        length += count;
    }

    private void put4(int at, int value) {
        array[at] = (byte) (value >> 24);
        array[at + 1] = (byte) (value >> 16);
        array[at + 2] = (byte) (value >> 8);
        array[at + 3] = (byte) value;
    }
}
