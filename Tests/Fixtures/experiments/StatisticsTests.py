"""Prints the folds that StatisticsTests expects."""


def fold(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    value ^= value >> 32
    return value * 0xD6E8FEB86659FD93 % 2**64 >> 63


print([fold(name) for name in
       ["2007_000032", "2007_000039", "2007_000063", "2007_000068", "scene-0", ""]])
