import Report

extension SampleDocument {
  static let thresholds = Table(
    columns: [
      Table.Column("Threshold"), Table.Column("Masks"), Table.Column("mIoU", best: .largest),
      Table.Column("Δ, points"),
    ],
    rows: [
      Table.Row([
        .text("0.3"), .count(21), .rate(0.621), .difference(-0.028, low: -0.039, high: -0.017),
      ]),
      Table.Row([
        .text("0.5"), .count(41), .rate(0.639), .difference(-0.010, low: -0.018, high: -0.002),
      ]),
      Table.Row([.text("0.7 (default)"), .count(78), .rate(0.649), .none], isMarked: true),
      Table.Row([
        .text("0.9"), .count(204), .rate(0.642), .difference(-0.007, low: -0.014, high: 0.001),
      ]),
    ])

  static let classes = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "dining table", "dog", "horse", "motorbike", "person", "potted plant", "sheep", "sofa",
    "train", "tv/monitor",
  ]

  static let perClass = Table(
    columns: [
      Table.Column("Class"), Table.Column("Images"), Table.Column("Seed", best: .largest),
      Table.Column("SEPL", best: .largest), Table.Column("Change, points", best: .largest),
      Table.Column("Masks’ limit"), Table.Column("Seconds per image", best: .smallest),
    ],
    rows: classes.enumerated().map { index, name in
      let seed = 0.42 + 0.021 * Double(index * 7 % 19)
      let change = 0.05 - 0.004 * Double(index * 5 % 21)
      return Table.Row([
        .text(name), .count(index == 0 ? 14_641 : 12 + index * 3), .rate(seed),
        .rate(seed + change), .difference(change, low: change - 0.012, high: change + 0.011),
        index == 10 ? .none : .rate(seed + 0.14),
        .number(0.4 + 0.13 * Double(index % 6), digits: 2, unit: "s"),
      ])
    } + [
      Table.Row(
        [
          .text("mean"), .count(311), .rate(0.612), .rate(0.643),
          .difference(0.031, low: 0.022, high: 0.040), .rate(0.755),
          .number(0.71, digits: 2, unit: "s"),
        ], isSummary: true)
    ])

  static let making = Making(
    source: """
      let thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
      let rows = try await lab.sweep(thresholds) { threshold in
        try await lab.score(rule: .sepl, masks: candidates.suppressed(boxIoU: threshold))
      }
      """,
    parameters: [
      Fact("box-nms-thresh", "0.3 … 0.9"), Fact("mask-threshold", "0.5"),
      Fact("label-threshold", "0.85"), Fact("points-per-side", "32"),
      Fact("pred-iou-thresh", "0.88"), Fact("stability-score-thresh", "0.95"),
      Fact("seed", "1"), Fact("resamples", "2 000"),
    ],
    digests: [
      Fact("VOC 2012 train", String(repeating: "9f86d081884c7d65", count: 4)),
      Fact("TransCAM seeds", String(repeating: "2c26b46b68ffc68f", count: 4)),
      Fact("region-tree", "version 3, no weights"),
    ],
    cost: Table(
      columns: [
        Table.Column("Step"), Table.Column("Images"), Table.Column("Seconds"),
        Table.Column("Peak memory"),
      ],
      rows: [
        Table.Row([
          .text("masks"), .count(311), .number(402.1, digits: 1),
          .number(412, digits: 0, unit: "MB"),
        ]),
        Table.Row([
          .text("merge"), .count(2177), .number(18.4, digits: 1),
          .number(96, digits: 0, unit: "MB"),
        ]),
      ]))

  static let provenance: [Block] = [
    .paragraph("One command makes this report again, from the same inputs to the same bytes."),
    .code("sepal run box-nms replace-post-processing --seed 1", language: "sh"),
    .facts([
      Fact("Commit", "86d64d5f0c2b4a1e9d3c7b6a5f4e3d2c1b0a9f8e"), Fact("Tree", "clean"),
      Fact("Swift", "6.3.1"), Fact("OpenBLAS", "0.3.21, Haswell, 1 thread"),
      Fact("Format", "1"),
    ]),
  ]
}
