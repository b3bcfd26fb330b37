/// Turns a document into boxes, top to bottom. What kinds of block become is said in extensions,
/// one file each.
struct Composer {
  let typesetter: Typesetter
  let gallerySample: GallerySample
  /// How many galleries share the sample's bytes.
  let galleryCount: Int
  private(set) var boxes: [FlowBox] = []
  private var path: [FlowElement] = []
  private var elementCount = 0
  private var marked: Set<String> = []
  /// Given to the next box.
  private var destinations: [String] = []
  private var outline: OutlineEntry?
  private var runningHead: String?
  private var startsPage = false

  init(typesetter: Typesetter, gallerySample: GallerySample, galleryCount: Int) {
    (self.typesetter, self.gallerySample) = (typesetter, gallerySample)
    self.galleryCount = galleryCount
  }

  var textWidth: Double { PageFormat.textWidth }

  mutating func add(_ box: FlowBox) {
    var box = box
    box.path = path
    box.destinations = destinations
    box.outline = outline
    box.runningHead = runningHead
    box.extent.startsPage = startsPage
    (destinations, outline, runningHead, startsPage) = ([], nil, nil, false)
    boxes.append(box)
  }

  /// Draws `mark` before box `index` draws itself.
  mutating func prepend(toBox index: Int, _ mark: @escaping FlowBox.Drawing) {
    let draw = boxes[index].draw
    boxes[index].draw = { page, origin in
      mark(page, origin)
      draw(page, origin)
    }
  }

  /// Adds what `body` adds as parts of one structure element.
  mutating func within(_ tag: PDFTag, _ body: (inout Composer) -> Void) {
    elementCount += 1
    path.append(FlowElement(number: elementCount, tag: tag))
    body(&self)
    path.removeLast()
  }

  /// Lets links to `name` find the next box.
  ///
  /// Of two places with one name, the first is it.
  mutating func mark(_ name: String) {
    if marked.insert(name).inserted { destinations.append(name) }
  }

  mutating func mark(_ name: String, outline title: String, level: Int) {
    mark(name)
    outline = OutlineEntry(title: title, level: level, destination: name)
  }

  mutating func startPage(runningHead: String) {
    startsPage = !boxes.isEmpty
    self.runningHead = runningHead
  }

  /// Adds text that may be cut between lines, but never so that one line stands alone.
  mutating func add(
    lines text: SetText, indent: Double = 0, before: Double = 0, keepsWithNext: Bool = false,
    passesFloats: Bool = false
  ) {
    for line in 0..<text.lineCount {
      var box = FlowBox(
        height: text.style.leading, spaceBefore: line == 0 ? before : 0
      ) { page, origin in
        text.draw(line: line, at: Point(origin.x + indent, origin.y), on: page)
      }
      let isLast = line == text.lineCount - 1
      let leavesOne = line == 0 || line == text.lineCount - 2
      box.extent.keepsWithNext = isLast ? keepsWithNext : keepsWithNext || leavesOne
      box.extent.passesFloats = passesFloats
      add(box)
    }
  }

  mutating func add(
    height: Double, before: Double, keepsWithNext: Bool = false,
    draw: @escaping FlowBox.Drawing
  ) {
    var box = FlowBox(height: height, spaceBefore: before, draw: draw)
    box.extent.keepsWithNext = keepsWithNext
    add(box)
  }
}

extension Composer {
  mutating func add(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .paragraph(let prose): addParagraph(prose)
      case .list(let items): addList(items)
      case .figure(let figure): addFigure(figure)
      case .table(let table): addTable(table)
      case .pair(let figure, let table): addPair(figure, table)
      case .gallery(let gallery): addGallery(gallery)
      case .code(let source, _): addCode(source)
      case .facts(let facts): addFacts(facts)
      case .note(let prose): addNote(prose)
      }
    }
  }
}
