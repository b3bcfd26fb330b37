import Experiments
import Report
import Vision

extension ReplacePostProcessing: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) {
    (.merge, "in place of CRF and AffinityNet")
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings))
    Lead {
      chart(findings)
      table(findings)
    }
    Asked {
      """
      Seeds from class activation maps find the part of an object that tells its class, and not its \
      border. The field mends that with a network that learns which neighbouring pixels belong \
      together (AffinityNet) and spreads the maps along, with a dense CRF, or with both; the first \
      must be trained anew for every data set. SEPL takes borders from masks that are made without \
      knowing any class. The paper leaves open whether it can stand in for the others. Here all start \
      from the same maps, on the same images.
      """
    }
    if let precision = findings.meanAveragePrecision {
      Section("How good the classifier is") {
        """
        Its mean average precision on these images is \(CellText.percent(precision)): the mean over \
        classes of how far images that show a class are ranked before those that do not. \
        \(findings.trained
          ? "It was trained on them, so this says nothing about other images."
          : "It never saw them.")
        """
      }
    }
    Section("Where the background begins") {
      """
      A seed is background where no class’ activation reaches a threshold. The fixed one is IRN’s; \
      the held-out one is chosen for each half of the images on the truth of the other half; the \
      oracle is best on the very truth it is scored on, and stands for the most that a threshold \
      can do. All other rows use the held-out one, chosen anew for the maps of each row.
      """
      backgroundTable(findings)
    }
    if findings.rows.contains(where: { $0.cost != nil }) {
      Section("What each way costs") {
        """
        Seconds of one core as measured here, beyond the activation maps themselves. What is \
        trained or searched once for all images grows with their number as well; both are carried \
        on in proportion to other numbers of images.
        """
        costTable(findings)
      }
    }
    Outlook {
      """
      Better masks: the true outlines of the objects, which no one has, bound what any masks could \
      do. Better maps: \
      \(findings.trained
        ? "the classifier was trained on these very images, as the field does."
        : "the classifier never saw these images; the field trains on those it labels.")
      """
    }
  }

  private func row(_ id: String, in findings: Findings) -> Row? {
    findings.rows.first { $0.id == id }
  }

  private func answer(_ findings: Findings) -> Prose {
    guard let raw = row("raw-cam", in: findings), let rival = row(findings.rival, in: findings),
      let replacement = row(findings.replacement, in: findings), let gap = replacement.fromRival,
      let gain = replacement.fromRaw, let both = row(findings.both, in: findings),
      let added = both.fromRival
    else { return "" }
    let verdict =
      switch (gain.isClear() && gain.difference.value > 0, gap.isClear(), gap.difference.value > 0)
      {
      case (false, _, _): "No clear gain"
      case (true, true, true): "Yes, and more"
      case (true, true, false): "In part"
      case (true, false, _): "They cannot be told apart"
      }
    return """
      \(strong: verdict), on these images: SEPL with \(replacement.masks ?? "") masks takes the raw \
      maps from \(CellText.percent(raw.score.value)) to \(CellText.percent(replacement.score.value)) \
      mIoU, the best of the others (\(rival.label.replacing("+ ", with: ""))) to \
      \(CellText.percent(rival.score.value)); the difference is \
      \(strong: Wording.points(gap.difference)). \
      \(added.sentence("SEPL after that one", against: "it alone"))
      """
  }

  private func chart(_ findings: Findings) -> FigureBlock {
    FigureBlock(
      id: "replace-bars",
      figure: BarChart(
        categories: findings.rows.map(\.label),
        series: [.init("mIoU", findings.rows.map { .init($0.score) })],
        axis: .percent("mIoU", including: [0]), orientation: .lying,
        setApart: [1, 4]),
      caption: """
        mIoU of pseudo labels from the same activation maps; whiskers are 95 % intervals. Rules set \
        apart the raw seeds, what the field does today, and SEPL. “truth (oracle)” masks are the \
        true outlines.
        """,
      alternativeText: "Bars of mIoU: "
        + findings.rows.map { "\($0.label) \(CellText.percent($0.score.value))" }
        .joined(separator: ", ") + ".")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "replace-table",
      table: Table(
        columns: [
          .init("labels"), .init("mIoU", best: .largest),
        ] + Comparison.columns("Δ raw") + [
          .init("Δ \(row(findings.rival, in: findings)?.label.replacing("+ ", with: "") ?? "")"),
          .init("p", help: "corrected after Holm"), .init("FP"), .init("FN"),
          .init("boundary IoU"),
        ],
        rows: findings.rows.map { row in
          Table.Row(
            [
              .text(row.label), .rate(row.score.value),
            ] + row.fromRaw.cells + row.fromRival.cells.prefix(2) + [
              .rate(row.falsePositives), .rate(row.falseNegatives), .rate(row.boundaryIoU),
            ], isSummary: row.masks == MaskSource.truth.name,
            isMarked: row.id == findings.replacement)
        }),
      caption: """
        mIoU over \(findings.images) images; paired differences with 95 % intervals from the raw \
        seeds, with images better, equal and worse, and from the best without SEPL; p-values corrected \
        for the number of rows, the oracle apart; foreground means of the false-positive and \
        false-negative rates; boundary IoU. Masks “truth (oracle)” read the ground truth.
        """)
  }

  private func backgroundTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "replace-backgrounds",
      table: Table(
        columns: [.init("background threshold"), .init("mIoU"), .init("95 % interval")],
        rows: findings.backgrounds.map { name, score in
          Table.Row(
            [
              .text(name), .rate(score.value),
              .text("\(CellText.percent(score.low)) to \(CellText.percent(score.high))"),
            ], isSummary: name == "oracle")
        }),
      caption: "Raw seeds by how their background threshold was chosen.")
  }

  private func costTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "replace-cost",
      table: Table(
        columns: [
          .init("labels"), .init("s/image"), .init("once, s"), .init("peak, MB"),
          .init("100 images, min"), .init("1 000, min"), .init("10 000, h"),
        ],
        rows: findings.rows.compactMap { row in
          guard let cost = row.cost else { return nil }
          return Table.Row([
            .text(row.label), .number(cost.secondsPerImage, digits: 2),
            .number(cost.secondsOnce, digits: 1),
            .number(Double(cost.peakBytes) / 1e6, digits: 0),
            .number(cost.seconds(forImages: 100) / 60, digits: 1),
            .number(cost.seconds(forImages: 1000) / 60, digits: 1),
            .number(cost.seconds(forImages: 10_000) / 3600, digits: 1),
          ])
        }),
      caption: """
        CPU seconds beyond the activation maps: for each image, and once for all of them (training, \
        the choice of a threshold); the process’ largest memory while that was done; and the same \
        for other numbers of images.
        """)
  }
}
