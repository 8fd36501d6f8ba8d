"""Frequent words of customers' messages, by language, written for this project: for one word n-grams say too little.

A word stands under every language that has it, shop words of several languages too, so that it decides only between
those that have it and those that do not. Languages with a script of their own need no list.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "en": """
a about account active add address admin after again alarm all also am an and any anybody app april are art as at
august available back bad bank be because been before best bill billing bonus book bought broken but buy by bye call
can cancel canceled cancelled card cart cash change chat cheap check checkout city client code color colour come
comment computer conditions confirm contact could country coupon credit customer damaged data date day days december
delay delayed delete deliver delivered delivery did didn't die discount do does doesn't don't done e-mail email end
error every exchange export express fast feedback film final find first fix for format free friday from get gift give
go good goodbye got great had hand happy has hat have haven't he hello help her here hey hi him his home hotel hour
hours how html human i i'd i'll i'm i've id if image import in info information instructions international internet
invoice iphone is isn't it item items its just know land last late later less like line link list location log login
logo logout lost love made mail make man manager many may me membership men message minus missing model monday money
month more morning most mr mrs much my name national need never new newsletter next nice no normal not note nothing
november now number of offer ok okay old on one online only open opening option options or order ordered orders
original other our out over package page par parcel park pass password pay payment paypal pdf per person phone pick
please plus points post pour present price prices problem product products promo quantity question questions quick
radio receive received refund register reply reset rest return returned returns right sale sales save say search see
seems sell send sender sent september service set she ship shipped shipping shop should show sign signed size so some
somebody someone something son soon sorry source speak standard start started state status still stock stolen stop
store street such sunday super support sure system take talk taxi tell terms test than thank thanks that that's the
their them then there these they thing things think this those time title to today together tomorrow too total track
tracking transaction transfer try two type under until up update upset url us use user value version very video visa
voucher wait waiting want war warranty was we website week weeks well went were what what's when where where's which
while who why will winter wish with without won't work working works would wrong year years yes yesterday yet you your
yours""",
    "de": """
ab abbrechen aber abholen abholung account admin adresse aktuell alarm alle alles als also alt am an andere anderen
angebot ankunft anmelden anrufen antwort anzahl app april art artikel auch auf august aus ausverkauft bald bank bei
beim bekomme bekommen benutzer bereits beschwerde beschädigt bestand bestelle bestellen bestellt bestellung
bestellungen bestätigen bestätigung betrag bezahle bezahlen bezahlt bin bis bist bitte bonus brauche brief bringen bzw
chat code computer coupon da danach danke dankeschön dann das dass datei datum dauert dein dem den denn der des die
dies diese dieser dieses dir doch dort du durch e-mail ein eine einem einen einer eines einfach eingang einkaufen
einloggen email er erhalten ersatz erst erste es etwas euch euer euro export falsch falsche farbe fast fehler fehlt
filiale film final firma format frage fragen frau freitag funktioniert für ganz garantie gebühr gehen geht gekauft
geld geliefert gerne gestern gibt ging gruß größe grüße gut guten gutschein habe haben hallo hand hast hat hatte heiße
heute hi hier hilf hilfe hinzufügen hotel html ich id ihm ihn ihnen ihr ihre im immer import in info information
informationen ins international internet iphone ist ja jahr januar jetzt kann kannst kaputt karte kasse kauf kaufen
kein keine keinen klar kommt konnte kontakt konto kosten kostenlos kostet kunde kunden kundenservice können könnte
könnten kündigen lager land lang lange leider lieferadresse liefern liefert lieferung lieferzeit link liste login logo
löschen mache machen mail man mehr mein meine meinem meinen meiner menge mensch menschen mich minus mit mitarbeiter
moin montag morgen muss möchte möchten möglich nach nachricht name national neu neue neuen nicht nichts nie noch
normal november nummer nur ob oder offen ohne ok okay oktober online option order ordnung original paket park pass
passt passwort paypal pdf per person plus post preis preise prima problem produkt produkte punkte rabatt radio
rechnung registrieren rest retoure rücksendung schade schicken schlecht schnell schon sehen sehr sein seit senden
sender september service servus shop sich sicher sie sind so sofort soll sollte sonntag sonst sprechen stadt standard
start status steht stimmt stornieren stornierung straße suche suchen super support system tag tage tagen taxi telefon
test total tschüss tun uhr um umtausch umtauschen und uns unser unter url verfügbar verkauf verloren versand
versandkosten verschickt version verspätung video viel vielen vielleicht visa vom von vor wann war waren warenkorb
warte warten warum was weg weil weiter welche welcher welches wenn wer werde werden wert wichtig widerruf wie wieder
wieviel will winter wir wird wissen wo woche wochen wohin wohnort wollte wort wurde wünsche zahlen zahlung zahlungsart
zeit ziehen zu zum zur zurück zurückgeben zurücksenden zusammen zwei öffnungszeiten über""",
    "fr": """
a acheter acheté adieu admin adresse ai aide aider aimerais ajouter alors an annulation annuler année appel appeler
après argent arrive arrivé arrivée art article articles as attends attente au aucun aujourd'hui aussi autre autres aux
avant avec avez avis avoir avons banque beaucoup besoin bien bientôt bonjour bonne bonsoir bonus boutique bureau c'est
cadeau car carte casse cassé ce cela celui ces cet cette changer chat cher chez choisir client clients code coli colis
combien commande commander commandes commandé comme comment commentaire compris compte conditions confirmation
confirmer conseiller contact contacter cordialement couleur coupon crédit créer d'accord dans date de demain demande
depuis dernier des deux devis dimanche dire disponible dit dois donc donner dont du déjà délai désolé e-mail elle
elles email en encore endommagé enregistrer ensuite envoi envoyer envoyé erreur es est et eu euro euros export
expédition expédié facile facture faire fait faites faux fidélité film fin final fois fonctionne format formulaire
frais garantie grand gratuit gratuite gros groupe heure heures hier horaires html hôtel ici id il ils image import
impossible info information informations instructions international internet iphone j'ai j'aimerais jamais je jour
jours juste la laissez langue le lendemain les leur lien ligne liste livraison livrer livreur livré logo lundi là ma
madame magasin mail mais maison mal manquant marche mauvais me merci mercredi mes message mettre mieux modifier moi
moins mois mon monsieur montant mot moyen n'ai n'est national ne neuf ni nom non normal nos notre nous nouveau
nouvelle nouvelles numéro offre ok okay on online ont option options or original ou oublié oui ouvert ouverture où
page paiement panier par parce parler partie pas passe passé payer paypal pays payé pdf pendant perdu personne petit
peu peut peux photo plaît plus point points politique porte possible pour pourquoi pourrais pouvez prendre prix
problème problèmes produit produits promo promotion près pu puis qu'est quand quantité que quel quelle quelles quels
question questions qui quoi radio rappeler recevoir rechercher refuser remboursement rembourser remboursé remise
rendre renvoyer retard retour retourner retrait reçois reçu reçue rien réception réclamation réclamer réduction
répondre réponse s'il sa sais salut samedi sans savoir se semaine semaines sera serait service ses seulement si site
soir sommes son sont source sous standard stock stop suis suivi suivre super support sur taille tard taxi te temps tes
test toi ton total toujours tous tout toute toutes transaction trop trouver très tu téléphone un une url utiliser va
vais valable valeur vendredi vendu venir vente vers version veuillez veux vie ville visa voilà voir voiture vos votre
voudrais vouloir vous vrai y à ça échange échanger étage état êtes être""",
    "es": """
a abierto abrir acaso aceptar adiós admin agente agotado ahora ahí al algo alguien alguna algunos algún allí amigo
ante antes apellido app aquel aquí artículo artículos as así atención aunque ayer ayuda ayudar añadir año años aún
bajo banco barato bien bienvenido bolsa bonito buen buena buenas bueno buenos busca buscar cada calle cambiar cambio
cancelar cantidad caro carrito casa caso cerrado cesta chat ciudad claro clave cliente clientes cobrado cobro color
come como compra comprado comprar compras compré con confirmar conmigo contacto contra contraseña correo cosa cosas
costo creo crédito cual cuando cuanto cuantos cuenta cuesta cuál cuándo cuánto código cómo dar dato datos dañado de
debe decir dejar del demasiado dentro descuento desde después devolución devolver dice difícil dinero dirección
disponible domingo donde dos durante día días dónde e e-mail editar el ella ellos email embargo empresa en encanta
encontrar entonces entre entrega entregado entregar enviado enviar envié envío envíos era eres error es esa ese eso
espera esperando espero esta estar estas este esto estos estoy está están euro euros falta favor fecha feliz fin final
forma fue fuera funciona fácil garantía gracias gran grande gratis gusta ha haber hablar había hace hacer hacia han
hasta hay haz he hemos hice historia hola hora horario horas hotel hoy html humano iba id igual imposible información
interesa internet iphone ir jamás jueves junto la largo las le les libre link lista llama llamar llega llegado llegar
llegó lo login logo los luego lugar lunes línea mail mal malo mandar marca martes mayor mañana me mediante mejor menos
mensaje mes meses mi mientras mil mis mismo momento mucha muchas mucho muchos muy más mí mío nada nadie necesita
necesito ni ninguna ningún no noche nombre normal nos nosotros nota nueva nuevo nunca número o oferta ofertas oficina
ok okay olvidé online opción opinión original otra otro otros oí paga pagado pagar pago pagos paquete par para parte
pasa pasado paypal país pdf pedido pedidos pedí pena perdido perdona perdón pero persona personas plus poco podría
política poner por porque pregunta preguntas primer primera prisa problema problemas producto productos promo pronto
pude puede pueden puedes puedo pues puntos que quería quien quiere quiero quisiera quitar quién qué radio rebaja
rebajas recibido recibir recibo recibí reclamación recoger reembolso regalo registro respuesta retraso revisar ropa
roto rápido saber se sea seguimiento seguro semana semanas ser servicio señor señora si sido siempre siento sigue sin
sitio sobre solicitud solo son soporte soy stop su super sus sábado sé sí sólo tal talla también tampoco tan tanto
tarde tardes tarjeta taxi te teléfono tendrá tenemos tener tengo test tiempo tienda tiene tienen tienes tipo todavía
todo todos total trabajo tu tú un una uno unos urgente url usar usted ustedes va vale valor vamos varios veces veo ver
verdad vez vida viernes vino visa visto voy y ya yo zapatos él ésta""",
    "it": """
a abbastanza abbiamo account acquistare acquistato acquisto adesso admin aggiungere aiutare aiuto al alcuni all' alla
alle allora altra altre altri altro amico anche ancora andare anni anno annulla annullare aperto app appena arriva
arrivata arrivato arrivo articoli articolo aspettando aspetto assistenza attesa avere avete aveva banca bella bello
bene bisogno bonifico bonus buon buona buonasera buongiorno buono c'è cambiare cambio cancellare capire capito caro
carrello carta casa caso cattivo chat che chi chiamare chiedere chiuso ci ciao cliente clienti codice cognome colore
com'è come comprare comprato computer con conferma confermare consegna consegnato contatto conto contro cosa costa
costo così coupon credito cui da dal dalla danneggiato dare data dati davvero degli dei del dell' della delle dello
dentro deve devo di dice difetto dire disponibile ditta domanda domande domani domenica dopo dov'è dove dovrebbe
dovrei due durante e e-mail ecco ed elenco email entro era errore essere euro fa facile fare fatto fattura favore
felice film fino fra funziona fuori garanzia giorni giorno giusto già gli grande grandi grati gratis grazie ha hai
hanno ho hotel html i id ieri il impossibile in indietro indirizzo info informazione informazioni insieme internet
invece inviare inviato io iphone l' la lavoro le lei lento lettera li libero link lista lo login logo loro lui lunedì
ma mai mail male manca mancante mandare mandato me meglio meno mentre mese mesi messaggio mi mia mie miei mio
modificare modo moglie molta molte molti molto momento montaggio ne negozio nei nel nella nelle nessun nessuno niente
no noi nome non nostra nostro notte nulla numero nuova nuovi nuovo o offerta offerte oggi ogni ok okay online oppure
ora orari orario ordinare ordinato ordine ordini ore ottimo pacco paese pagamento pagare pagato pagina parlare parola
parte passato password paypal pdf per perché perdere perfetto perso persona persone però piace piacere piacerebbe più
plus poco poi possiamo possibile posso posta potete potrebbe potrei potuto prego prendere prezzi prezzo prima primo
problema problemi prodotti prodotto promo promozione pronto proprio provare punti punto può qual qualche qualcosa
qualcuno quale quali quando quanta quanti quantità quanto quasi quella quelle quello questa queste questi questo qui
quindi radio recensione reclamo regalo registrare resi reso restituire restituzione ricevere ricevuto richiesta
ridotto rimborsare rimborso rispondere risposta ritardo ritirare ritiro rotto sale saluti salvare salve sbagliato
scadenza sconti sconto scrivere scusa scusate scusi se sei sempre senza sera servizio settimana settimane si sia siamo
siete signora signore soldi solo sono sopra sotto spedire spedito spedizione spesa sta standard stata stato stesso sto
stop strada su sua subito sul sulla suo super sì taglia tale tanto tardi taxi te telefono tempo test ti tipo totale
tra tracciamento troppo trovare tu tua tuo tutta tutte tutti tutto ultimo umano un un' una uno urgente url usare va
vado vedere veloce vendita venduto venerdì vero verso via vicino video visa vita voglio voi volta volte vorrei vostra
vostro voucher è""",
    "pt": """
a aberto abrir acabou aceitar acesso achar acho adeus adicionar afinal agora aguardando ainda ajuda ajudar algo algum
alguma alguém ali alterar além alô amanhã amigo ano anos antes ao aos apenas app aquela aquele aqui artigo artigos as
assim atendente atendimento atrasado atraso através atualizar até avaliação aí banco barato bem boa boas bom bonito
brinde cada cadastro cadê caixa cancelar caro carrinho carta cartão casa caso cedo certeza certo chat chega chegar
chegou cidade cliente clientes cobrado coisa coisas com comigo como compra comprado comprar compras comprei conferir
confirmar consegue consigo conta contacto contato conversar cor correio correto custa custo código da dados danificado
daqui dar das data de defeito dei deixar dela dele dentro depois desconto descontos desculpa desculpe desde deve devo
devolução devolver dia dias dinheiro direito disponível disse dizer do dois domingo dos duas dúvida e e-mail editar
ela ele eles em email embora empresa encomenda encomendas encomendei encontrar endereço engano entrar entre entrega
entregar entregue então enviado enviar envio era errado erro essa esse esta estado estar estava este estou está estão
eu euro euros excluir existe fala falar falta faltando fatura favor faz fazer fechado feira feito feliz ficar filial
fim final fiz foi fora foram forma frete funciona funcionar funcionário fácil garantia gente gostaria gostei gosto
grande grátis guardar havia hoje hora horas horário hotel html humano há id ideia igual impossível incorreto
informação informações internet iphone ir isso isto jamais jeito junto já legal lei levar linha link lista local login
logo loja longe lugar lá mail maior mais mal mandar manhã marca mas mau me meia melhor menor menos mensagem mercadoria
meses mesma mesmo meu meus mim minha minhas moeda momento morada moto moça moço mudar muita muitas muito muitos mês na
nada nas necessito necessário nem nenhum ninguém no noite nome normal nos nossa nosso nota nova novo num nunca não nós
número o obrigada obrigado oferta ofertas oi oito ok okay olá onde online ontem opção original os ou outra outras
outro outros pagamento pagamentos pagar pago paguei par para parcela parte passado paypal país pdf pedi pedido pedidos
pela pelo perdi perdido perdão pergunta perguntas perto pessoa pessoas plus pode podem poderia podia pois por porque
porquê portes posso possível pouco prazo preciso prenda presente preço preços problema problemas produto produtos
promoção próxima próximo pude quais qual quando quanta quantas quantidade quanto quantos quase que quebrado quem quer
querem queria quero quinta quê rastreamento rastrear rastreio reais receber recebi recebido reclamação reembolso
referência registar registrar remessa resposta retirar roupa rua rápido sabe saber sabia saiu salvar se segunda
segurança seguro seja sem semana semanas sempre senha senhor senhora sentido ser serviço seu seus sexta sim site sobre
somente sou soube status sua suas super suporte são só tal talvez tamanho também tanto tarde tchau te telefone tem
temos tempo tenho tenta ter teria terça teu ti tipo tira tive toda todas todo todos total trabalho transportadora
troca trocar tu tua tudo tá têm um uma umas urgente url usar uso vai vale valor vamos vejo vem vender ver verdade vez
vezes vi vida vir visa você vocês voltar vou várias vários vê zero à às é és ótimo""",
    "nl": """
aan aanbieding aankoop aantal aanvraag account achter admin adres ads af afspraak al alarm alle alleen alles als
alsjeblieft alstublieft altijd ander andere annuleren antwoord app april artikel artikelen avond bank bedankt bedrag
bedrijf begrijp ben bent bericht beschadigd beschikbaar beste besteld bestelde bestellen bestelling bestellingen
bestelnummer betaal betaald betalen betaling bevestigen bevestiging bezorgd bezorgen bezorger bezorging bij bijna bijv
binnen blij boek bon bonus breng buiten chat code contact contactformulier creditcard daar dag dagen dan dank
dankjewel dat data datum de december deze dicht die dingen dit doe doei doen door doorgeven dringend dus duur duurt
e-mail echt een eens eerste eigen einde email en er erg ergens ermee euro export fijn film format foto fout foute ga
gaan gaat garantie gebracht gedaan geef geen gegevens gekocht gekregen geld geldig geleden geleverd gemaakt gemist
genoeg gesloten gestuurd geven geweest gewoon goed goede goedemiddag goedemorgen goedenavond goedkoop graag gratis
groet groeten groot haal had halen hallo hand heb hebben hebt heeft heel heet hele helemaal help helpen het hetzelfde
hier hij hoe hoelang hoeveel hoi hotel html huis hulp id iedereen iemand iets ik import in informatie inloggen
internet iphone is ja jaar je jij jou jouw jullie kaart kaartje kan kapot kassa keer kennen kijken klaar klacht klant
klanten klantenservice klein kleur klopt kom komen komt kon kopen korting kortingscode kost kosteloos kosten krijg
krijgen krijgt kunnen kunt kwijt laat laatste land lang langer later leeg leuk lever leveren levering levertijd liever
lijst link login logo maak maand maandag maar maat mail maken man me mee meer meest men meneer mens mensen met meteen
mevrouw middag mij mijn minder minus mis misschien model moest moet moeten mogelijk morgen naam naar nee net niemand
niet niets nieuw nieuwe nieuws nodig nog nooit november nu nummer of ok okay oktober om omdat omruilen onder ongeveer
onjuist online ons onze ook op openen openingstijden opgeven ophalen oplossing opnieuw opslaan order oud over pak
pakket pakketje park pas paypal pdf per persoon plaats plus post prijs prijzen probleem problemen product producten
punten radio reclame rekening rest retour retourneren reviews ruilen samen schade scherm schoenen september server
service shop sinds slecht snel soms sorry spreken staat stad start status steeds stond stop straat straks stuk sturen
super taxi te tegen telefoon terug terugbetaling terugbrengen terugsturen test tevreden tijd toch toen toevoegen tot
totaal tussen twee u uit url uur uw vaak van vanaf vanavond vandaag veel ver verander veranderen verder verkeerd
verkeerde verkocht verkoop verloren verstuurd vertraging verwacht verwijderen verzenden verzending verzendkosten
verzonden via video vind vinden visa voldoende volgen volgende volgens voor vooraf voorraad voucher vraag vragen vrij
vrijdag waar waarde waarom wacht wachten wachtlijst wachtwoord wanneer want waren was wat we week weer weet weg weken
wel welk welke wensen werd werk werken werkt weten wie wij wijzigen wil wilde willen winkel winkelmandje winkelwagen
winter wissen wist worden wordt zal zaterdag ze zeer zeg zeggen zeker zelf zelfs zending zetten zich zie zien zij zijn
zin zit zo zoals zoek zoeken zondag zonder zou zouden één""",
    "pl": """
a aby admin adres agent alarm albo ale anulowanie anulować artykuł aż ba bank bardzo bez biuro bo bonus brak brakuje
być był była było były będzie będą będę błąd cały cena ceny chce chciałabym chciałbym chciałem chcę ci ciągle cię co
cofnąć coś czas czasem czego czekam czekać czemu cześć czy czyli często dalej dane data dać dla dlaczego dni dniu do
dobra dobranoc dobre dobry dobrze dodać dokąd dom doradca dostarczona dostarczono dostawa dostawy dostawę dostać
dostałam dostałem dostępne dostępny doszła dotarła drogi dużo dwa dzień dzisiaj dzięki dziękuję dziś e-mail email
export faktura fakturze fakturę film firma format gdy gdzie gdzieś godzina godziny gotówka gwarancja gwarancji hasła
hasło hej hotel html i ich id ile ilość im import inaczej infolinia informacja informacje inna inne inny internet
iphone ja jak jaka jaki jakie jako je jeden jedna jednak jego jej jest jestem jesteś jeszcze jeśli jeżeli jutro już
kart karta kartą kasa każdy kiedy kilka klienci klient klienta kod kolor komu konsultant konta kontakt konto kosz
koszt kosztuje koszty koszyk koszyka kraj kto ktoś która które który kupić kupiłam kupiłem kupon kurier kuriera kwota
lat link lista login logo lub ludzie ma mail mają mam mamy mi miasto miesiąc mieć minus między mnie mną model mogę
moja moje mojego mojej może możecie możliwe można musi muszę my mój mówić na nad nadal najlepszy nam napisać naprawa
nas następny nasz nazwa nazwisko nic nie niech niedziela niego nieprawidłowy niestety nigdy nikt niż no nowa nowe nowy
np numer o obsługa od odbiór oddać oddzwonić odebrać odpowiedź odwołać oferta ok okay on ona oni online ono opcja
opcje opinia opóźnienie opłata oraz osoba osoby osobą oto otrzymać otrzymałam otrzymałem otwarcia otwarte paczka
paczki paczkomat paczkę pan pani park paypal pdf pieniądze pierwszy pisać plus po pobrać pod podać pojutrze pomoc
pomocy pomoże pomożecie pomóc poniedziałek ponieważ poproszę porozmawiać potem potrzebuję potwierdzenie poza
pozdrawiam pracownik prawie prezent problem problemy produkt produkty promo promocja proszę przed przelew przepraszam
przesyłka przesyłki przesyłkę przez przy przyjdzie przyszła przyszło punkt punkty pytania pytanie płacić płatności
płatność rabat rabatowy rachunek radio raz razem reklamacja reklamację rok rozmawiać rozmiar również sam się sklep
sklepu skontaktować skąd sobie sobota sprawdzić sprzedawca sprzedaż stan start status stop strona suma super system
szukam szukać szybko są ta tak taka taki takie tam te tego tej telefon ten teraz test też to tobie towar trochę trzeba
tu tutaj twoja twój tydzień tygodnia tylko tym u ulica url usunąć uszkodzona uszkodzony usługa użytkownik video
voucher w wam wartość was wasz wciąż wcześniej we wersja wiadomość wiem witam więcej wszystkie wszystko wtedy wybrać
wymiana wymienić wysyłka wysyłki wysłana wysłane wysłać z za zadzwonić zakup zakupy zamiast zamknięte zamówienia
zamówienie zamówić zamówiłam zamówiłem zapisz zapomniałem zapytać zapłacić zapłata zaraz zawsze ze zero zgoda zgubiona
zgłosić zmiana zmienić znaleźć znowu zobaczyć zostać został zrobić zwrot zwrotu zwrócić złe zły że żeby""",
    "sv": """
admin adress alarm aldrig alla allt alltid alltså andra annan annat antal använda användare app april att av
avbeställa avboka avbryta bank bara behöver beklagar bekräfta bekräftelse belopp besked beställa beställde beställning
beställningar beställningen beställt betala betalade betalat betalning bil billig blev bli blir blivit bonus bra
bredvid brev brådskande butik byta byte chat dag dagar dagens dags data datum de december dem den denna deras dess det
detta dig din dina ditt dock du där därför då dålig e-mail efter efternamn eller email emot en endast enkelt ens er
era ert ett euro export faktura fakturan fanns fast fel felaktig fick film final finns fler flera folk format fort
fortfarande frakt frakten fram framme fredag fri fråga frågor från full fungera fungerar fältet färg få får fått för
före företag förra försenad först förstår försäljning förut gammal ganska garanti genast genom ger ges gick gilla
giltig gjorde gjort glad glömt god godkänd gott gratis gärna gå gång gånger går gör göra ha hade haft halv han hand
handla hans har hej hejdå hel hela hem hemma henne heter hinner hitta hittar hjälp hjälpa hjälper hon honom hos hotel
hotell html hur hämta här i ibland icke id idag igen igår ihop ikväll import in information ingen ingenting inget
innan inne inom inte international internet iphone is ja jag jo ju kan kanske kassa kl klagomål klar klart kod kolla
kom komma kommer kontakt kontakta konto kort kortet kostar kostnad kund kunde kunder kundservice kundtjänst kunna kvar
kvitto kväll kvällen köp köpa köper köpt köpte ladda lagd lager land ledsen leta leverans leveransen leveranstid
leverera levererad link lite liten logga login logo lägga lämna länge längre länk lång lördag lösenord mail man med
medan meddela meddelande mej mellan men mer mest mig min mina mindre minus mitt moms morgon mot mycket människa månad
måndag måste möjligt namn national ned nej ner ni nog normal november nu nummer ny nya nytt när nästa någon någonting
något några nån når nöjd och också ofta ok okay oktober om ombud online onsdag option original oss paket paketet par
park paypal pdf pengar per person plus post postnummer poäng prata pratar precis presentkort pris priser problem
produkt produkter på rabatt rabattkod radio rea redan redo reklamation reklamera rest retur returnera retursedel ringa
rätt rösta saknas samma samt se sedan sen sena september ser service sida sig sin sina sist ska skada skadad skaffa
skall skicka skickade skickar skickat skriva skulle skydd slut slutsåld små snabbt snart snälla som spåra spårning
stad standard start status stor store storlek ställa stämmer stänga står största super support system säga säger sälja
så sådan sök söka söndag ta tack tacksam tagit tar taxi telefon test tid tidigare till tillbaka tillgänglig timmar
tisdag titta tog torsdag total totalt trasig tredje trevlig tro tror två tycker tyvärr under undrar upp uppdatera ur
url ut utan utanför vad val vald valfri vanlig var vara varan varför varit varor varukorg vecka veckor vem verkar
version vet vi vid vidare video vilja vilka vilken vilket vill visa väldigt välja vänta väntar värde vår våra än ändra
ändå ännu är även år åt återbetalning återkom öppet öppettider öppna över överens""",
    "da": """
ad adgang adgangskode admin adresse af afbestille aflevere afsendt aften alarm aldrig alle allerede alt altid altså
anden andet andre annullere annullering antal app april at august bank bare bede bedre bedst bedste beklager bekræfte
bekræftelse beløb besked bestil bestille bestilling bestillinger bestilt bestilte betale betaling betalt betyder
billig blev blevet blive bliver bonus brug bruge bruger butik butikken bytte både chat computer da dag dage dagen data
dato de december dem den denne der deres derfor derhen desværre det dette dig din dine dit dog du dyr e-mail efter
efternavn ej ejer el eller ellers email en end endnu enkelt er et euro faktura fandt fandtes farve farvel fejl fik
film find finde findes firma flere flot folk for forbi fordel fordi forkert forkerte format forsendelse forsinkelse
forsinket forstår fortryde fortsæt fra fragt fredag frem fri fundet fungerer få fået får før først gamle gang ganger
garanti gav gave gavekort gebyr gerne giv give giver glad glemt god godaften goddag godmorgen godt gratis gå gået går
gør gøre had halløj han handle hans har havde have hej hejsa hele heller hen hende hendes hente her hev hjem hjemme
hjemmeside hjælp hjælpe hjælper hos hotel html hun hurtig hurtigt hvad hvem hver hvilken hvilket hvis hvor hvordan
hvorfor hvorhen hvornår hylde højre i id idag igen igennem igår ikke imod imorgen ind inden indkøb indkøbskurv
information ingen ingenting internet intet iphone ja januar jeg jer jeres jo jul kan kasse kende kl klage klar klip
kode kom komme kommer kommet kontakt kontakte konto kort kortet kostede koster kr kunde kunder kundeservice kunne
kupon kurv kvittering køb købe køber købt købte lager land lang langsom levere leveres leveret levering leveringen
leveringstid lidt lige ligger lille link log logge login logo lov lukket længe længere lørdag mail mailen man mandag
mange mangler med medarbejder meget mellem men menneske mens mere mest mig min mindre mine minus mit mod modtage
modtager modtaget moms morgen muligt må måde måned måske måtte ned nede nej nemt nogen noget nogle nok normal november
nu nummer ny nye nyt nå når næste nødt og også ok okay oktober om omkring online onsdag op ophør oplysninger option
ordre ordren ordrer original os over overtræk pakke pakken pakker par park passe paypal pdf penge per person plads
plus point post postnummer pris prisen priser problem problemer produkt produkter på rabat rabatkode radio refundere
refusion regning reklamation rest ret rette retur returlabel returnere rigtig rigtigt ring ringe samme samt se sen
sende sender sendes sendt senere september server service shop side sidste sig sige siger sikkert sin sine skade skal
skat skete skifte skriv skrive skulle slet slette slut slutter snakke snart som spore sporing spørge spørgsmål stadig
stand standard start status sted stemmer stop stor store stort str står ståt størrelse super support system så sådan
sælge sætte søg søge søndag tage tak takker tal tale taler taxi telefon test tid tidligere til tilbage tilbagebetaling
tilbud tilføj tilgængelig time timer tirsdag to torsdag total tredje tro tror træls træt ud uden udsalg udsolgt uge
uger under undskyld ung url vare varen varer ved vej veje venligst vente venter ventetid version vi via vide video vil
ville virker vis visa vise viser vores vælg vælge værdi være været åben åbent åbningstider år ændre ændring ønsker
øre""",
    "no": """
adgang admin adresse alarm aldri alle allerede alltid alt altså andre annen annet antall app april at august av
avbestille avbryte avsender avtale bank bare bedre beklager bekrefte bekreftelse beløp best beste bestille bestiller
bestilling bestillingen bestillinger bestilt bestilte betale betaling betalt betyr billig ble bli blir blitt bonus bra
bruk bruke bruker butikk butikken bytte både bør chat da dag dagen dager data dato de deg dem den denne der dere deres
derfor dessverre det dette din dine dit ditt du dyr dårlig e-mail eg ei ein ekte eller ellers en enda endre endring
enkelt er et ett etter etternavn euro faktura fakturaen fant farge feil fikk film finn finne finnes firma fleire flere
folk for forbi fordi format forsendelse forsinkelse forsinket forstår fortsatt fra frakt fredag frem fri fritt
fungerer funnet fyll få får fått før først gammel gang ganger ganske garanti gav gave gavekort gebyr gi gir gitt
gjelder gjennom gjerne gjort gjør gjøre glad glemt god godt gratis greit gå går gått ha hadde hallo ham han handle
handlekurv hans har hatt hei heisann hele heller henne hennes hente her hit hjelp hjelpe hjelper hjem hjemme hos
hotell html hun hurtig hva hvem hver hvilken hvilket hvis hvor hvordan hvorfor hvorhen i id idag igjen igår ikke ikkje
ikveld imorgen informasjon ingen ingenting inn inne innen internet iphone ja januar jeg jo jul kan kansellere kanskje
kasse kjøp kjøpe kjøper kjøpt kjøpte kl klage klar klarer kode kom komme kommer kommet kontakt kontakte konto kort
kortet koster kostet kostnad kr kunde kunder kundesenter kundeservice kunne kurv kveld kvittering lager land lang
langsom ledig legg legge lenge lenger levere leverer leveres levering leveringen leveringstid levert ligger like liker
lille link liten litt logg logge login logo lov lukket lørdag mail man mandag mange mangler med medarbeider meg
melding mellom men menneske mens mer mest min mindre mine minus mitt mobil mot motta mottatt mulig mva mye må måned
måte måtte ned nede nei neste nettbutikk nettside noe noen nok normal november nummer ny nye nytt nyttig nå når og
også ok okay oktober om omtrent online onsdag opp opplysninger ordre ordren ordrenummer original oss over overfor
pakka pakke pakken pakker park passord paypal pdf pen penger per person plass plus poeng post postnummer pris prisen
priser problem problemer produkt produkter på rabatt rabattkode radio refundere refusjon regning reklamasjon rest rett
retur returen returnere riktig ring ringe salg samme samt se seg sein selge sen send sende sender sendes sending
sendingen sendt senere september service si side siden sier sin sine siste sitt skade skadet skal skje skjedde skriv
skrive skulle slette slik slutt snakke snart snill som spore sporing spør spørre spørsmål stadig standard start status
sted stemmer stengt stop stor store stort står størrelse super support system så sånn søk søke søndag ta takk tar tatt
taxi telefon test tid tidligere til tilbake tilbakebetaling tilbud tilgjengelig time timer tirsdag to torsdag total
tredje trenger tro tror uke uker under unnskyld url ut uten utsolgt vare varen varer varsel ved vei veldig velg velge
venn vennlig vennligst vente venter ventetid verdi vi via video vil ville virker vis visa vise viser vite vår våre
være vært åpen åpent åpne åpningstider år ødelagt ønsker
øre""",
    "fi": """
admin ahaa ai aika aikaa aikana aina ainakin ainoa alennus alennuskoodi alle antaa anteeksi apua asia asiakas
asiakaspalvelija asiakaspalvelu asti auki aukioloajat auta auttaa avata avoinna bonus ehkä ei eihän eikä eilen eivät
en ennen ensi eri eräs et etsiä että euroa haluaisin haluan hei heidän heippa henkilö hetki hieman hieno hinnat hinta
hoi html huomenna huomenta huono hyvin hyvä hyvää hän hänen id ihan ihminen ihmisen ihmiset ilmainen ilman ilmoitus
iltaa iphone itse ja jo joka jokin joku jonka jos joskus jossa jotain joten jotka juuri jälkeen kaikkea kaikki kanssa
kassa katsoa kauan kauas kaupasta kauppa kello kenen kerran kertoa ketkä kiinni kiireellinen kiitoksia kiitos kirja
kirjautua koko koodi korjata kortilla kortti koska koskee kotiin kuin kuinka kuitenkin kuitti kuka kukaan kun kunnes
kuten kuukausi kyllä kysymys kysyä käyttäjä käyttää laatu lahja lahjakortti lasku laskun lauantai liian lista
lisätietoja lisätä lisää logo lopettaa loppu loppunut luona löydä löytyy löytää maa maanantai mail maksaa maksan
maksettu maksoin maksu maksut maksutapa me meidän meille melko menee meni mennyt mennä mihin miksi mikä mikään
millainen milloin minkä minne minua minulla minulle minun minus minut minä missä mistä miten mitä mitään moi moikka
moneltako mones monta montako muista mukaan mukava mun mutta muu muut muutos muuttaa myymälä myymälään myynti
myöhemmin myöhässä myös mä mää määrä ne niin niitä nimi no noin nopea nopeasti noutaa nouto numero nuo nyt nähdä näin
nämä odotan odottaa ohje oikea oikein ok okay ole olen olet oletko oli olin olisi olla olleet ollut omat on onko
online osoite osoitetta osoitteen osta ostaa ostin ostos ostoskori otan ottaa ovat paketin paketti pakettia pakettini
pakko palautan palaute palauttaa palautuksen palautus paljon paljonko palvelu paras parempi pari paypal pdf pe
perjantai peruuta peruuttaa peruutus pian pieni pisteet pitkä pitäisi pitää poista posti puhelin puhua puuttuu pyydän
päivä päivän päivää päälle pääse radio raha rahaa rahani rahat reklamaatio rikki saa saada saako saan saapui saapunut
saapuu sai saisin salasana salasanan sama samaa sanoa se sekä sellainen sen seuraava seuranta siellä sieltä siis siitä
silloin sillä sinulla sinun sinä sitten sitä sivu sivusto sopii sopiiko summa sunnuntai super suuri sä tai takaisin
takuu tapa tarjous tarvitsen tavara tavarat te tehdä teidän teillä teiltä tein terve tervehdys tiedot tiedä tieto
tiistai tila tilaa tilaan tilasin tilata tilattu tilauksen tilaukseni tilaukset tilaus tili toimi toimii toimita
toimitetaan toimitettu toimituksen toimitus toimitusaika torstai tosi tule tulee tulevat tuli tulla tullut tunti tuo
tuote tuotetta tuotteen tuotteet turha tähän tällä tämä tämän tänään tässä tästä tätä tää täällä täältä url uuden uusi
vahingoittunut vai vaihtaa vaihto vaikka vain valita valitettavasti valitus vapaa varasto varastossa vastaa vastaus
verkkokauppa viallinen video vielä viesti viikko viikkoa viikon viikonloppu viime vika virhe visa voi voida voimassa
voin voinko voisin voisitko voisitteko voitko voitte vuosi väri väärin väärä yhdessä yhteys yhteystiedot yksi yli
yritys ystävä äsken""",
    "cs": """
a aby admin adresa ahoj aj alarm ale anebo ani ano asi až balík balíku balíček barva bez bezplatně bonus bude budeme
budete budou budu by bych byl byla bylo byly být celkem cena cenu ceny chat chcete chci chtít chtěl chtěla chyba chybí
ci co což další data datum daň december dejte den dlouho dnes dny dní do doba dobrou dobré dobrý dobře dodací dodat
dodání doklad dokonce dokud domů doprava dopravy doručeno doručení doručit dost dostal dostala dostat dostupné dotaz
dražší druh druhý dva dárek dík díky děkuji děkuju dělat e e-mail email export faktura fakturu film firma funguje
garance hesla heslem heslo hezký hledat hledám hned ho hodin hodina hodnota hodně hotel hotově html i id import
informace internet iphone jak jako jaká jaké jaký je jeden jedna jedno jednou jeho jej jejich její jen jenom jestli
ještě jich jim jinak jindy jiné jiný jméno jsem jsi jsme jsou jste jí jít k kam kamenný karta kartou kartu kde kdo kdy
kdyby když ke koho kolik komu konec kontakt kontaktovat konto koupil koupila koupit koupě košík krabice kterou která
které který kteří kupón kurýr kvůli kód kódu lepší levný lidé link login logo lze líbí mail mají mezi mi mimo minulý
minus mnoho mnou mně moc model mohl mohla mohu moje moji možná možné muset musím my má málo mám máme máte místo mě můj
může můžete můžu na nabídka nad nade naděje naše ne nebo nebyl nebylo nechci neděle nefunguje nejlepší nemám nemůžu
není neplatí nevím než nic nich nikdo nikdy no nová nové nový nyní nákup nákupní nám námi nás náš něco nějak nějaká
nějaký někde někdo někdy o obchod obchodní objednal objednala objednat objednávce objednávek objednávka objednávku
objednávky od odběr odeslat odesláno odeslání odpověď odstoupit odstranit ok okay on ona oni online ono opakovat
opravdu opravit opět osoba osobní otevírací otevřeno otázka otázku ošklivý pak pan paní park paypal pdf platba platbu
platby platit platí plus po pobočka pod podle podpora pojďme pokud pomoc pomoct pomozte pomůžete pondělí ponechat
popis porouchaný poslal poslat poslední potom potvrdit potvrzení potřebuji potřebuju pozdrav pozdě počet počkat pořád
poškozené poškozený pošta poštovné požadavek pracovník prací pro problem problém problémy prodej prodejna produkt
produkty prosím proto protože proč první práce právě prázdný ptát pátek před předem předtím přes přesně přesto při
přijato přijde přijít přišel přišla přišlo příští radost reklamace reklamaci reklamovat rok roku rozbité rozbitý
rozměr rychle rád ráda s se sebe sem si sklad skladem sklo sledovat sledování sleva slevový slevu slevy slovo služba
služby smazat sobota spojit spokojený společnost správa správně start stav stačí stejný stejně sto stojí stop storno
stornovat stránka stále stát středa super svůj sám tady tak taky také takže tam tamto tato te tedy telefon ten tento
test teď to tobě tohle toho tom tomu trochu trvá tu tvoje tvůj ty tím týden týdny týdnů tě třeba u url už uživatel v
vaše ve velikost velký velmi večer video visa vlastně voucher vrácení vrátit vy vybrat vyměnit vyzvednout vyzvednutí
vyřídit vám vámi vás váš víc více víkend vím víte výborně výdejní výměna věc vše všechno všichni vůbec z za zaplacení
zaplatil zaplatit zase zatím zavolat zboží zdarma zde zdravím ze změna změnit znovu známý zpoždění zpráva zpět zrušení
zrušit ztracený zákaznický zákazník zákazníka záruka zásilka zásilku zásilky zítra úplně účet účtenka účtu čas často
čekat čekám či člověk článek čtvrtek číslo že život žádný""",
    "hu": """
a abban ablak adat addig admin ahhoz ahogy ahol ajándék ajánlat akarok akció aki akik akkor alatt ami amikor arra az
azok azonban azonnal azonosító azt azért bank bankkártya be bejelentkezni bejelentkezés benne beszélni beérkezett
biztos biztosan bocs bocsánat bolt chat cikk cipő csak csere cserélni csomag csomagom csomagot csütörtök csütörtökön
cég cím címe címet címre darab data de december diszkont dolog drága dátum délután díj díja e e-mail ebben eddig egy
egyenleg egyik egyáltalán együtt egész ehhez eladás elfelejtettem elfogyott elküldeni elküldték ellen ellenőrizni
elment elveszett elvesztettem elég elérhető elő először előtt email ember emberrel engem ennek ennyi ez ezek ezt ezért
fel felhasználó felül film fizetek fizetni fizettem fizetés fizetési fiók fiókom fog foglalás fogok fontos forint
forró fél férfi főleg garancia gyors gyorsan gyűjtött ha hamar hasonló használat használni hat hello helló hely helyes
helyett helytelen hetek hiba hibás hiányzik hogy hogyan hol holnap hosszú hova hová hozzá hozzáadás html humán hány
három hát hét hétfő hónap id ide idő időpont igaz igen igénybe ilyen info információ ingyen ingyenes internet iphone
is ismét itt jelenleg jelszavam jelszó jelszót jó jól jön jönni jövök jövő kapcsolat kapcsolatba kaphatok kapni kapok
kaptam kedd kedden kedvezmény kell kellene ki kicserélni kicsi kifizetni kifizetés kik király kiszállítás kiszállítási
kosár kosárba kupon kár kártya kérdés kérdésem kérek kérem kérnék kérném késik készlet készleten készpénz késés késő
kód kódot költség kösz köszi köszönet köszönöm közben között küldeni küldtek küldték küldés küldött le legjobb legyek
legyen lehet lehetne lehetséges lemondani lemondás lesz lett levél leírás link lista logo látni létezik ma maga magam
mai mail majd mannak meddig meg meghibásodott megint megkapom megkaptam megoldás megrendelem megrendelni megrendelés
megrendelésem megtalálni megváltoztatni megy megérkezett mehet mely melyik mennyi mennyibe mennyiség ment mert mi
miatt mikor mikorra milyen mind minden mindenki mindig mint mit mivel mié miért model mondani most mostantól munka
munkatárs már márka más másik még módosítani módosítás múlt nagy nagyon neked nekem nekik nem nincs nincsen no normal
normál november nyitva nyitvatartás nyár nélkül név ok oka okay oldal online ott park paypal pdf perc pont pontok
posta posztot probléma problémák problémám például péntek pénteken pénz pénzem pénzt pénzvisszatérítés raktár raktáron
reklamáció reklamálni rendben rendel rendelek rendelni rendelt rendeltem rendelés rendelések rendelésem rendelésemet
rossz ruha régi részlet részére rólam rögtön s sajnos sajnálom saját se segít segítene segíteni segítség segítséget
segítségre sem semmi senki shop sikerült soha sok stop super szabad szerda szerdán szeretnék szeretném szerint szia
sziasztok szolgálat szolgáltatás szombat szállít szállítás szállítási szállítóval szám száma számla számlaszám számlát
szép szín szó szükség szükségem sürgős talán te tegnap tehetek tehát telefon telefonszám teljes teljesen termék
termékek terméket tessék tettem tovább további tud tudja tudnak tudni tudná tudnának tudok tudom tálalás több törlés
történt törölje törölni törött ugyan ugye url utalás utca utolsó után utána utánvét vagy vagyok vajon vala valaki
valakivel valami van vannak vasárnap vele velem veszek vett vettem vissza visszaadni visszaküldeni visszaküldés
visszatérítés viszlát viszont volna volt voltam vonal válasz választ várni várok város vásárlás vásárló vásárolni
vásároltam vége véleményem áll általában ár ára árak áru áruház árva át átadás átvenni átvétel él én érdekel érkezett
érkezik érkezés érte értem értesítés és így ír óra órák ön önnek önök össze összeg összesen úgy új újra üdv üdvözlöm
ügyfél ügyfélszolgálat ügyfélszolgálattal ügyintéző ügyintézővel üzenet üzlet ő ők""",
    "ro": """
a abia acasă accepta aceasta această aceea aceeași aceia acel acest acesta aceste acolo acord acum acuma adaugă adică
admin adresa adresei adresă aflu ai aici ajung ajunge ajuns ajuta ajutați ajutor al ale alt alta alte altul altă am
amândoi an anula anulare anulat anulez apel apoi aproape aproximativ ar are articol articole asta astfel astăzi asupra
atunci atât au avea avem aveți azi aș aștept așteptare bancă bani banii bine bon bonus bucată bun bună ca cadou
calitate cam camera card cardul care carte casă caut ce cea cei cel cele cer cere cerere ceva chat chiar cine cineva
client clientului clienți cod codul colegi colet coletul coletului comanda comandat comandă comenzi comenzii comenzile
completez cont contact contactez contra contul corect cost costul costă coș coșul cred cu cui culoare cum cumpăr
cumpăra cumpărat cumpărături cumva curier curierul curând când cât câte câteva câți că cărei căuta da dacă dar dat
data date dată dați de deci decât defect deja deloc deoarece departe des deschidere deschis desigur despre destul
deteriorat dimensiune dimineața din dintre discuta disponibil doamnă doar doi domnule doresc două drept duminică
dumneavoastră după dv ea ei el ele email eram erau eroare este etc eu euro exact există expediat expediere expedierea
export ești fac face facem faceți factura facturii factură facă fel fi fie fiecare fiind film final firmă foarte
format formular fost frumos funcționează făcut fără garanția garanție gata gratis gratuit greșeală greșit greșită
găsesc găsi hei hotel html i ia ianuarie iar iau id ieri import in informație informații insa internet iphone isi
iubesc la le lei link lipsește lipsă listă livra livrare livrarea livrat livrată loc logo lor lucru lui luna luni lună
lângă magazin magazinul mai mail mare marfă mari marți mea mei mele merge mergi mesaj metodă meu mi mie miercuri mine
minus minut mod model modific modifica modificare mult multe multă mulți mulțumesc mulțumim mulțumit mâine mă măcar
mărime mărimea ne nevoie nici nicio niciodată niciun nimeni nimic niște noapte noastră noi normal nostru nou nouă nu
numai nume numele număr numărul o oameni oare oferta oferte ofertă ok okay om online operator oprește ora orar oraș
ore ori oricum oricând original oră pachet pachetul pagina pagină par parcă parola parolei parolă parte pas paypal pdf
pe pentru persoane persoană peste pierdut plata plată plus plătesc plăti plătit plăți poate posibil pot potrivit poștă
poți prea preia preț prețul prețuri prieten prima primesc primi primit primul prin principal privind pro probabil
problema probleme problemă produs produse produsele produsul promo promoție pun punct puncte putea putem puteți până
rabat radio ramburs rambursare rambursarea rapid recent reclamație reducere reduceri refuz respectiv rest restul retur
returna returnat returnez retururi răspunde răspuns salut salutare sau schimb schimba schimbare scrie scrisoare scuze
scăzut se seara seară servicii serviciu serviciul si sigur simplu singur sint site spun spune standard stare starea
status stoc stop strada stricat sub suma sumă sun sunt super suplimentar suport support sâmbătă să săptămâna săptămâni
săptămână ta tale taxi te telefon telefonul termen test timp timpul tine toate toată tot total totuși toți transport
transportul trebui trebuie trecut trimis trimit trimite trimiteți tu tuturor târziu tău un una unde unei unele uneori
unii unor unu unui unul urgent url urmăresc urmărire următoarea următor utilizator ușor va valabil valoare variante
veche vechi vedea vei veni video vine vineri visa voi vom vor vorbesc vorbi vostru voucher vrea vreau vreo vreodată
vreun vreți vânzare vânzări vă văd zi zile zilele îi îl îmi împreună în înainte înapoi înapoiez începe închis încât
încă înregistrare însă întotdeauna într între întreb întrebare întrebarea întrebări întâi întârziat întârziere învăț
își îți și ștergere ștergeți știu țară""",
    "tr": """
acaba acele acil ad adam adet admin adres adresi adresimi adresini adım ait aktif al alabilir alabilirim alarm aldım
aldığım almadım almak alo altı altında alıcı alım alınan alışveriş ama an ancak anlamadım arama aramak arasında
arkadaş artık asla aslında at ay aynı ayrıca az açık açıklama açılış aşağı bana banka bankası bazen bazı başarı başka
bedava beden bekle beklemek bekliyorum belki ben bence beni benim bey beş bilgi bilgiler bilgisi bilmiyorum bin bir
biraz biri birini birisi birlikte birçok biz bize bizi bizim bonus bozuk boş bu bugün bul bulamıyorum buldum bulmak
bulunan buna bunda bundan bunlar bunu bunun burada buraya böyle bütün büyük canlı cevap cok cuma cumartesi da daha
dahil dair de dedi defa dek demek den destek devam değer değil değişiklik değişim değiştirme değiştirmek dikkat diye
diğer dolayı dolmak doğru durum duruma durumu dün düzenle e-posta edebilir eder edilen ediyor ediyorum efendim ekle
ekleme ekleyin ekran elde email en eposta ertesi eski etmek etti ettim ettiğim ev eve evet evim eğer fakat fark farklı
fatura faturam faturamı faturası fazla film fiyat fiyatları fiyatı format fotoğraf garanti gece geceler gecikme
gecikti gel geldi gelecek gelir geliyor gelmedi gelmiyor gerek gerekiyor geri gerçek gerçekten getir geç geçen geçerli
gibi giriş girmek gönder gönderdim gönderi gönderildi gönderilmedi gönderim gönderin göndermek göre görmek görüşmek
görüşürüz göster gün günaydın günler günlük günü güzel haber hafta haftaya hakkında hala hangi hani hanım hasarlı hata
hatalı hatta hava hayır hem hemen henüz her herhangi herkes hesabı hesabım hesabıma hesabımı hesap hizmet hizmetleri
hiç hiçbir hoş hoşça html hâlâ hızlı iade iadem iadesi id ihtiyacım ile ilgili ilk indirim indirimi insan internet
iphone iptal istedim istek istemek istemiyorum isterim isteyen istiyorum iyi iyiyim için içinde iş işlem işte kabul
kadar kalan kaldı kalite kampanya kampanyalar kapalı kapı kapıda kargo kargoda kargom kargomu kargonun kargoya kart
kartla kartı kartım karşı kasa kaybettim kaydet kayıp kayıt kaç kaça kendi kere kez ki kim kime kimlik kimse kişi
kişisel kod kodu kolay kontrol konu konuda konuşmak kredi kullan kullanmak kullanıcı kullanım kupon kuponu kurtar
kurye kötü küçük kırmızı kırık link lira liste logo lütfen mail mal mağaza mağazası meraba merhaba mesaj mesajı mevcut
mi misin misiniz model modeli mu mutlu muyum mü mümkün müşteri mı mısın mıyım nasıl nasılsın ne neden nedeni nedir
nerde nerede nereden neresi nereye nesi ney neydi neyi niye niçin normal not numara numarası numarasını o ok okay
olabilir olacak olan olarak oldu olduğu olduğunu olmadı olmak olması olmaz olsun olur oluyor on ona onay onayla onlar
onlara online onu onun orada oraya orijinal orta oysa paket paketi paketim paketimi para paramı paranın parayı park
parola paypal pazar pazartesi pdf pek peki problem puan puanlarım puanım rağmen rica saat saatler saatleri sabah
sadece sahip salı sana sanırım satmak satıcı satın satış sayfa sayı sayın sağ sağlam sebep selam selamlar sen senin
sepet sepete sepetim seri servis ses seçenek seçin sil silmek sipariş siparişi siparişim siparişimi siparişimin
siparişin siparişini siparişler siparişlerim sistem site siz sizden size sizi sizin son sonra sonraki sonuç sor sormak
soru sorum sorun sorunu soyad status stok stokta su super söylemek söz sözleşme süre sürekli tabii taksit tam tamam
tamamen tane tanesi tarafından tarih tarihi tarihinde tatil tavsiye taşıma tek tekrar telefon temsilci temsilcisi
temsilciyle teslim teslimat teslimatı test teşekkür teşekkürler toplam tutar tüm tür türkçe ulaşmadı ulaştı unuttum
url uygun uzun var vardı vardır vazgeçtim vb ve ver verdim verdiğim verilen verir vermek veya video visa ya yani
yanlış yap yapabilir yapmak yapmıyor yaptım yaptığım yapılan yapıyorum yardım yardımcı yarın yazı yeni yeniden yer
yerinde yerine yeter yine yok yoksa yol yolda yorum yukarı yönetici yüksek yüzden yıl zaman zaten zor çalışan çalışma
çalışmıyor çalışıyor çarşamba çevrimiçi çok çoktan çünkü çıktı çıkış ödedim ödeme ödemek ödemem ödemeyi önce önceki
öncelikle önemli öneri öyle özel özür ücret ücreti ücretsiz ürün ürünler ürünü ürünüm ürünün üye üyelik üzerinde
üzgünüm şey şeyler şifre şifremi şikayet şikayetim şimdi şirket şu şubat şunu şöyle""",
    "ru": """
а авто адрес адреса активный акция алло баллы банк без безопасность больше большой боюсь был была были было быстро
быть в вам вами вас ваш ваша ваше ваши введите верните верно вернуть весь вечер взять видеть вместо внимание во
возврат возврата возможно возможность возьмите войти вообще вопрос вопросы воскресенье вот время все всегда всего всем
всех всю всё вторник вход вы выбор выбрать выслать выходной гарантии гарантия где говорить год город готов группа да
давай давайте давно даже далеко данные дата дать два две делать дело денег день деньгами деньги до добавить добрая
доброго доброе добрый довольно долго должен должна должно дома домой дополнительно дорого доставили доставить доставка
доставки доставку доставят доступ доступен друг другая другие другого другой думаю его ей ему если есть еще ещё ею её
жалоба жаль ждать жду жизнь за забрать забыл забыла завтра зайти заказ заказа заказал заказала заказали заказать
заказов заказу заказы закончился закрыт закрыто заплатил запрос зачем заявка здесь здравствуй здравствуйте знает
знаете знать значит знаю и игра из извините изменение изменить или им имеет имени имя иначе интересно интернет
информация использовать их к каждый кажется как какая какие какое какой каком карта картой карту карты качество кем
класс клиент клиента клиентов когда кого код количество компания кому конец конечно консультант контакты корзина
корзине корзину которая которого которое которые который кто куда купил купила купить купон курьер курьера лет ли
линия лично лишь логин лучше лучший любой люди магазин магазина магазине мало мая между менеджер меньше меня места
место месяц мешает минут мне много мной могу могут мое моего моей может можете можно мои мой момент мою моя моё моём
мы на навсегда над надо назад название наконец нам написать например нас настройки находится начать наш наша наше не
неверный него недавно недели неделю неделя некоторые нельзя нем немного неправильно неправильный несколько нет неужели
неё ни нибудь никак никогда никто ничего но новая новое новости новый номер нравится ну нужен нужна нужно нужны о об
оба обмен обмена обменять образом обратно обращение общая объясните обязательно один одна однако одно ок около он она
они оно оператор оператора оператором оплата оплатил оплатить оплату оплаты опоздание опять осталось от ответ ответить
ответьте отдел отзыв отзывы откройте открыто открыть отлично отличный отмена отмените отменить отправили отправить
отправлен отправлено отправьте очень ошибка ошибку пароль пароля перевод перед передать перезвоните по поврежден
повреждён под подарок подарочный поддержка поддержки подождите подписка подскажите подтвердить подтверждение
пожалуйста позвоните позже пойдет пока покупать покупка покупки полный половина получается получен получил получила
получить помоги помогите помочь помощь понедельник понимаю понял понятно послать после последний посмотреть посылка
посылки посылку потерял потом потому почему почта почте почту почты пошло правила правильно предложение при привезут
привет придет придёт прийти приложение пришел пришла пришли пришло приятно про проблема проблемы проверить проверьте
продавец продаж продажа продажи продукт продукты происходит просто против профиль прошлый прошу прошёл пункт пусть
путь пятница работа работает работаете работать рад раз разве разговаривать размер размера разные район раньше
рассрочка результат рублей рубли рубль с сайт сайте сам самая самовывоз самое самый сбой свободно свои свой свою своё
свяжите связаться связь сделайте сделал сделать себе себя сегодня сейчас сервис сила скажите сказал сказать скидка
скидки скидку склад складе сколько скорее скоро слишком слова слово сломалась сломался сломан сломано служба случай со
собой совет соединить сожалению сообщение состав состояние спасибо специально спросить сразу среда срочно ссылка стал
статус стоимость стоит столько стоп страна страница суббота сумма сути счет считать счёт та так такая также такие
такое такой там твой твоя те тебе тебя телефон тем теперь то тобой товар товара товаров товары тогда того тоже только
том тому точно трек три трудно ту тут ты тысяч у уведомление уверен увидеть уволить удалить удалось удобно ужас уже
узнать улица упаковка усло условия услуга услуги успел утра утро функция хватает хватит хорошая хорошего хорошее
хорошие хорошо хотел хотела хотели хотелось хотеть хотите хоть хочет хочу цвет цена центр цену цены час часа часов
часто часы чат чего чек человек человека человеком чем через число читать что чтоб чтобы шаг эта эти этим этих это
этого этой этом этот эту я является ясно""",
    "uk": """
а або авто адреса адресу акція але алло багато бажаю баланс бали банк без безкоштовно безпека був будинок будь
будь-ласка будьте була були було бути в вам вами вартість вас ваш ваша ваше ваші введіть великий вже взагалі взяти ви
вибачте вибрати вибір видалити виправити вислати вихідний вона вони воно все всього всі всім всіх вхід вівторок від
відгук відгуки відділення відкрити відкрито відмовитись відмінити відповідь відправили відправити відправлено
відсутній він вірно гаразд гарантований гарантія гарантії гарний гарно говорити годин година години готівка гривень
гривня грошей гроші група да давай давайте давно дай дайте далеко дані дата дати два дві де день деякий деякі дзвонити
дзвінок дивитися для дні днів до добра добре добридень добрий доброго довго довідка додати дозвольте дома домовились
допомога допомогти допоможіть дорого доставили доставити доставка доставки доставку доступ друг другий друзі дуже
думаю дякую дізнатися діє ж жаль же життя з за забрати забув забула завжди завтра загалом загубив задоволений закрито
закінчився замовив замовила замовити замовлення замовленням замовлень замовник замість запит запитання запитати
заплатив зараз застосунок зателефонуйте зачекайте заявка зв'язатися зв'язок звернення звичайно здається здоров
зламаний зламано злий зміна змінити знати знаю знає знаєте знижка знижки знижку знову зробив зробити зробіть зупинити
зі й його йому ка картка картки карткою картку кас категорія клас клієнт клієнта клієнтів книга кого код кожен коли
коло колір компанія кому консультант контакти користувач кошик кошика кошику кошти краще куди купив купила купити
купон кур'єр кур'єра кількість ласка ласкаво лист лише логін любий люди людина людиною людину літ магазин магазину
майже мало мати маю має маєте мене менеджер менше мені ми мною мов мого могти може можете можливо можна можу мою моя
моє моєї мої між мій місто місце місяць на навіть навіщо над надати надіслати надішліть назад назва нам наприклад
нарешті нас наступний наш наша наше не него недавно неділя нема немає неможливо неправильний неправильно непрацює
несправний неї нова нове новий нових номер ні ніде ніколи ніхто ніч нічого о об обмін обміняти обов'язково обрати один
одна однак одне ок окремо онлайн оператор оператора оператором опис оплата оплати оплатив оплатити оплату особа
особисто останній ось отже отримав отримала отримано отримати оформити офіс п'ятниця пакунок пам'ять пан пані пароль
паролю перевірити перевірте перед передати переказ питання по повернення повернути поверніть повний повідомлення
погано подарунок подзвоніть поки покупка покупки помилка помилковий помилку понеділок посилання посилка посилки
посилку послуга послуги потрібен потрібна потрібно потрібні потім пошкоджений пошкоджено пошта поштою пошту пошті
пошук правильно працювати працює працюєте представник при привіт прийде прийти прийшла прийшло прийшов приклад приємно
про пробачте проблема проблеми продаж продажу продукт продукти просто проти прошу під підкажіть підпис підтвердження
підтвердити підтримка підтримки пізніше після рада радий раз разом район раніше рахунок робити робота роботи робочий
розмовляти розмір розміру розпродаж розстрочка роки року рік сайт сайті сам саме свою своє свої свій себе сервіс
сервісу середа серце скажіть сказати скарга скасування скасувати склад складі скоро скільки слово слід смс соромно
спасибі спосіб спочатку справа став стан стати статус сторінка строк субота сума суперечка сьогодні та так така таке
такий також там твоя твій те теж телефон тепер терміново ти тижд тиждень тижні тим то тобою тобі товар товари товару
товарів того тоді той тому точно тощо треба трек три трохи ту тут тільки у увага угода удалити уже умови усе успішно
усі фото хай хвилин хвилина хвилинку хотів хотіла хотілося хотіти хоч хоче хочете хочу хто хіба це цей центр цих цього
цьому ця ці ціна ціни ціну час частина часто часу чат чек чекати чекаю через чи чий чим число читати чого чоловік чому
чудово швидко ще щиро що щоб щойно щось я як яка яке який якого якої якщо які якість є і із ім'я інакше інколи
інтернет інформація інша інше інший інші їй їм їх їхній її""",
}
